import { type Diagnostic, diagnostic } from '../diagnostic/index.ts';
import { emptyRecord, type RunRecord, type ScenarioRecord, type WaitRecord } from '../event/index.ts';
import type { ScenarioId } from '../plan/index.ts';

/** The record of one shard, with the file it comes from. */
export interface ShardReport {
  readonly file: string;
  readonly record: RunRecord;
}

/**
 * One record of the records of all shards of a suite, as one run of the whole would have given it but for times: the
 * scenarios in the order of the suite, the earliest start, the longest duration. Of a shard that was run again the last
 * run counts. A scenario that is in no report is undecided. Reports that are no shards, or of different suites, are
 * diagnostics.
 */
export function mergeShards(reports: readonly ShardReport[]): RunRecord | readonly Diagnostic[] {
  const faults = reports.flatMap((each) => faultOf(each, reports) ?? []);
  if (faults.length > 0) return faults;
  const shards = lastOfEach(reports);
  const [first] = shards;
  if (!first?.record.shard) return [nothingToMerge()];
  const { suite, count } = first.record.shard;
  const found = new Map<ScenarioId, ScenarioRecord>();
  for (const { record, file } of shards) {
    for (const scenario of record.scenarios) {
      if (found.has(scenario.id)) faults.push(twice(scenario.id, file));
      found.set(scenario.id, scenario);
    }
  }
  if (faults.length > 0) return faults;
  const missing = missingShards(shards, count);
  const scenarios = suite.map((id) => found.get(id) ?? notReported(id, missing));
  return {
    ...together(
      shards.map(({ record }) => record),
      first.record,
    ),
    scenarios,
  };
}

function faultOf({ file, record }: ShardReport, all: readonly ShardReport[]): Diagnostic | undefined {
  const place = { file, line: 1, column: 1, length: 1 };
  if (!record.shard) {
    return diagnostic({
      code: 'SW6141',
      message: `run ${record.runId} was no shard`,
      place,
      hint: 'merge the reports of runs with --shard',
    });
  }
  const other = all[0]?.record.shard;
  if (!other) return undefined;
  const { count, suite, index } = record.shard;
  const isSame =
    count === other.count &&
    suite.length === other.suite.length &&
    suite.every((id, at) => id === other.suite[at]);
  if (isSame) return undefined;
  return diagnostic({
    code: 'SW6141',
    message: `shard ${index} of ${count} is of another suite than shard ${other.index} of ${other.count} in ${all[0]?.file ?? ''}`,
    place,
    hint: 'run all shards with the same files, selection and --timings',
  });
}

/** A shard whose job was started again has two reports. */
function lastOfEach(reports: readonly ShardReport[]): readonly ShardReport[] {
  const last = new Map<number, ShardReport>();
  for (const report of reports) {
    const index = report.record.shard?.index ?? 0;
    const known = last.get(index);
    if (!known || known.record.startedAt < report.record.startedAt) last.set(index, report);
  }
  return [...last].sort(([a], [b]) => a - b).map(([, report]) => report);
}

function missingShards(shards: readonly ShardReport[], count: number): readonly number[] {
  const there = new Set(shards.map(({ record }) => record.shard?.index));
  return Array.from({ length: count }, (_, at) => at + 1).filter((index) => !there.has(index));
}

/** All that is known of it is its id, and that begins with the file. */
function notReported(id: ScenarioId, missing: readonly number[]): ScenarioRecord {
  const cut = id.indexOf('::');
  const file = cut === -1 ? id : id.slice(0, cut);
  const place = { file, line: 1, column: 1, length: 1 };
  const why =
    missing.length > 0
      ? `there is no report of shard ${missing.join(', ')}`
      : 'all shards are there, so they were not made from the same durations';
  const problem = diagnostic({
    code: 'SW6142',
    message: `scenario \`${id}\` is in no report: ${why}`,
    place,
    hint: 'run the shard, and merge again',
  });
  return {
    ...emptyRecord({ id, name: cut === -1 ? id : id.slice(cut + 2), file, place }),
    diagnostics: [problem],
  };
}

function together(records: readonly RunRecord[], first: RunRecord): RunRecord {
  const changes = records.flatMap(({ boundsChanges = [] }) => boundsChanges);
  const waits = mergeWaits(records.flatMap(({ waits = [] }) => waits));
  const { shard: _, ...rest } = first;
  return {
    ...rest,
    startedAt: records.map(({ startedAt }) => startedAt).sort()[0] ?? first.startedAt,
    durationMs: Math.max(...records.map(({ durationMs }) => durationMs)),
    isolation: [...new Set(records.map(({ isolation }) => isolation))].join('; '),
    interrupted: records.find(({ interrupted }) => interrupted)?.interrupted,
    stopped: records.find(({ stopped }) => stopped)?.stopped,
    boundsChanges: changes.length > 0 ? changes : undefined,
    waits: waits.length > 0 ? waits : undefined,
  };
}

function mergeWaits(waits: readonly WaitRecord[]): readonly WaitRecord[] {
  const merged = new Map<WaitRecord['what'], WaitRecord>();
  for (const { what, scenarios, longestMs } of waits) {
    const known = merged.get(what);
    merged.set(what, {
      what,
      scenarios: scenarios + (known?.scenarios ?? 0),
      longestMs: Math.max(longestMs, known?.longestMs ?? 0),
    });
  }
  return [...merged.values()];
}

function twice(id: ScenarioId, file: string): Diagnostic {
  return diagnostic({
    code: 'SW6141',
    message: `scenario \`${id}\` is in two shards: they were not made from the same durations`,
    place: { file, line: 1, column: 1, length: 1 },
    hint: 'give all shards the same recorded durations: --timings FILE',
  });
}

function nothingToMerge(): Diagnostic {
  return diagnostic({ code: 'SW6141', message: 'there is no report to merge' });
}
