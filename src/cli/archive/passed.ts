import { join } from 'node:path';
import type { RunArchive } from '../../archive/index.ts';
import type { Diagnostic } from '../../diagnostic/index.ts';
import type { Evidence, RecordedRun } from '../../executor/index.ts';
import type { ScenarioId } from '../../plan/index.ts';
import type { Setting } from '../config/settings.ts';
import type { CommandContext } from '../context.ts';
import { recordedRun } from './evidence.ts';
import { idsOf, openRun, readRun, runsDir } from './open.ts';

/** Recorded runs, newest first, read as far as somebody looks. Those that cannot be read are passed over. */
export type Archives = Iterable<RunArchive>;

/** The run that is named, or else all of the project; a diagnostic where the named one cannot be used. */
export function namedOrAll(
  run: Setting<string | undefined>,
  around: Pick<CommandContext, 'host' | 'project'>,
): Archives | Diagnostic {
  const { value, origin } = run;
  if (value !== undefined) {
    const kept = openRun({ value, origin }, around);
    return 'code' in kept ? kept : [kept.archive];
  }
  return remembered(allRuns(around));
}

function* allRuns(around: Pick<CommandContext, 'host' | 'project'>): Generator<RunArchive> {
  const runs = runsDir(around);
  for (const id of idsOf(runs, around.host).reverse()) {
    const kept = readRun(join(runs, id, 'run.spw'), undefined, around.host);
    if (!('code' in kept)) yield kept.archive;
  }
}

/** What has been read is not read again by who looks from the beginning. */
function remembered<T>(source: Generator<T>): Iterable<T> {
  const known: T[] = [];
  return {
    *[Symbol.iterator]() {
      for (let at = 0; ; at++) {
        const next = at < known.length ? undefined : source.next();
        if (next?.done) return;
        if (next) known.push(next.value);
        const item = known[at];
        if (item !== undefined) yield item;
      }
    },
  };
}

/** What a scenario left in the newest of the runs in which it passed. */
export interface PassedEvidence {
  readonly evidence: RecordedRun['evidence'];
  readonly runIds: ReadonlyMap<ScenarioId, string>;
}

export function passedEvidence(wanted: Iterable<ScenarioId>, archives: Archives): PassedEvidence {
  const missing = new Set(wanted);
  const evidence = new Map<ScenarioId, Evidence>();
  const runIds = new Map<ScenarioId, string>();
  if (missing.size === 0) return { evidence, runIds };
  for (const archive of archives) {
    const run = recordedRun(archive);
    for (const id of missing) {
      const found = run.evidence.get(id);
      if (found?.record.verdict !== 'passed' || found.record.skipped !== undefined) continue;
      evidence.set(id, found);
      runIds.set(id, run.runId);
      missing.delete(id);
    }
    if (missing.size === 0) break;
  }
  return { evidence, runIds };
}
