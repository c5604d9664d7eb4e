import { join } from 'node:path';
import { type RunRecord, readRunRecord, type ScenarioRecord } from '../../event/index.ts';
import type { Host } from '../../host/index.ts';
import type { Estimate, ScenarioId } from '../../plan/index.ts';
import { outcomeOf } from '../../report/index.ts';
import { runsDir } from '../archive/open.ts';
import type { CommandContext } from '../context.ts';
import { type RunInputs, readInputs } from './inputs-file.ts';

/** What earlier runs say of scenarios. Records are read when somebody asks, the newest first, and only once. */
export interface History {
  /** The time three in four of the last recorded runs of a scenario kept below; undefined for one that was never run. */
  readonly estimate: Estimate;
  /** The last time it was run and not skipped. */
  last(id: ScenarioId): { readonly runId: string; readonly record: ScenarioRecord } | undefined;
  /** What scenarios were made of in a run. */
  inputs(runId: string): RunInputs | undefined;
  /** Those that did not pass when they were run last. */
  failing(): ReadonlySet<ScenarioId>;
}

/** Of so many durations the estimate is made. */
const MAX_DURATIONS = 20;
/** Nobody wrote a larger record; reading one would take longer than the run. */
const MAX_RECORD_BYTES = 256 * 1024 * 1024;

/** The runs of the project, or only `records` where those are given. What cannot be read counts as not there. */
export function createHistory(
  around: Pick<CommandContext, 'host' | 'project'>,
  records?: readonly RunRecord[],
): History {
  const runs = runsDir(around);
  const { host } = around;
  const all = once(() => records ?? recordsIn(runs, host));
  const times = once(() => durations(all()));
  const latest = once(() => latestOf(all()));
  return {
    estimate: (id) => percentile75(times().get(id) ?? []),
    last: (id) => latest().get(id),
    inputs: (runId) => readInputs(join(runs, runId), host),
    failing: () =>
      new Set([...latest()].flatMap(([id, { record }]) => (outcomeOf(record) === 'passed' ? [] : [id]))),
  };
}

function recordsIn(runs: string, host: Host): RunRecord[] {
  const names = (host.files.list(runs) ?? [])
    .filter(({ kind }) => kind === 'directory')
    .map(({ name }) => name);
  // Not by name: of two runs in the same second the names do not say which came first.
  return names
    .flatMap((name) => readRecord(join(runs, name, 'run.json'), host) ?? [])
    .sort((a, b) => (a.startedAt < b.startedAt ? 1 : -1));
}

/** A record of a run; undefined for anything else. */
export function readRecord(path: string, host: Host): RunRecord | undefined {
  try {
    const stat = host.files.stat(path);
    const bytes = stat && stat.size <= MAX_RECORD_BYTES ? host.files.read(path) : undefined;
    const record = bytes && readRunRecord(new TextDecoder().decode(bytes), path);
    return record && 'scenarios' in record ? record : undefined;
  } catch {
    return undefined;
  }
}

function durations(records: readonly RunRecord[]): ReadonlyMap<ScenarioId, readonly number[]> {
  const found = new Map<ScenarioId, number[]>();
  for (const { id, attempts, skipped, durationMs } of records.flatMap(({ scenarios }) => scenarios)) {
    if (attempts === 0 || skipped !== undefined) continue;
    const known = found.get(id) ?? [];
    if (known.length < MAX_DURATIONS) found.set(id, [...known, durationMs]);
  }
  return found;
}

function percentile75(values: readonly number[]): number | undefined {
  return [...values].sort((a, b) => a - b)[Math.ceil(values.length * 0.75) - 1];
}

function latestOf(records: readonly RunRecord[]) {
  const found = new Map<ScenarioId, { readonly runId: string; readonly record: ScenarioRecord }>();
  for (const { runId, scenarios } of records) {
    for (const record of scenarios) {
      if (record.skipped === undefined && !found.has(record.id)) found.set(record.id, { runId, record });
    }
  }
  return found;
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
