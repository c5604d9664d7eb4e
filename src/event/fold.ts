import { type Diagnostic, diagnostic } from '../diagnostic/index.ts';
import type { ScenarioId } from '../plan/index.ts';
import { type AttemptSoFar, attemptBegun, progress, stageOf } from './attempt.ts';
import { CircumstancesFold } from './circumstances.ts';
import { emptyRecord } from './empty.ts';
import type { Interruption, RunEvent, RunRecord, ScenarioRecord, ScenarioRef } from './event.ts';

/** A run record that grows with every event. */
export interface Fold {
  /** Events in the order in which they were emitted. */
  add(event: RunEvent): void;
  /** The record as if the stream ended here; see {@link foldRun} for what becomes of unfinished scenarios. */
  record(): RunRecord;
}

/**
 * The record of a run from its events. Scenarios stand in plan order; of several attempts the last one counts, and a
 * pass after one that did not pass is flaky. A stream that ends early still gives a whole record: what had started and
 * not ended, or never started, is undecided, with a diagnostic that says why. Without a `runStarted` its fields are empty.
 */
export function foldRun(events: Iterable<RunEvent>): RunRecord {
  const fold = createFold();
  for (const event of events) fold.add(event);
  return fold.record();
}

/** What is known of one scenario so far. */
interface Entry {
  readonly ref: ScenarioRef;
  /** The attempt under way, if any. */
  running: AttemptSoFar | undefined;
  /** The last attempt that ended. */
  finished: ScenarioRecord | undefined;
  attempts: number;
  slow: boolean;
  /** An attempt before the last one that ended did not pass. */
  stumbled: boolean;
}

/** The incremental form of {@link foldRun}; memory grows with the record, not with the number of events. */
export function createFold(): Fold {
  let head = { runId: '', tool: '', startedAt: '', jobs: 0, isolation: '' };
  let interrupted: Interruption | undefined;
  let durationMs: number | undefined;
  let span: { readonly firstMs: number; readonly lastMs: number } | undefined;
  const circumstances = new CircumstancesFold();
  const entries = new Map<ScenarioId, Entry>();
  const entryOf = (ref: ScenarioRef): Entry => {
    const entry = entries.get(ref.id) ?? {
      ref,
      running: undefined,
      finished: undefined,
      attempts: 0,
      slow: false,
      stumbled: false,
    };
    entries.set(ref.id, entry);
    return entry;
  };
  const add = (event: RunEvent): void => {
    if ('atMs' in event) span = { firstMs: span?.firstMs ?? event.atMs, lastMs: event.atMs };
    switch (event.type) {
      case 'runStarted': {
        const { runId, tool, startedAt, jobs, isolation, scenarios } = event;
        head = { runId, tool, startedAt, jobs, isolation };
        for (const ref of scenarios) entryOf(ref);
        circumstances.add(event, 0);
        return;
      }
      case 'admitted':
      case 'boundsChanged':
      case 'stopping':
        circumstances.add(event, span?.firstMs ?? 0);
        return;
      case 'scenarioStarted': {
        const entry = entryOf(entries.get(event.id)?.ref ?? unplanned(event.id));
        entry.running = attemptBegun(event.atMs);
        entry.attempts = Math.max(entry.attempts, event.attempt);
        return;
      }
      case 'serviceReady':
      case 'stepStarted':
      case 'stepFinished':
      case 'settled': {
        const entry = entries.get(event.id);
        if (entry?.running) entry.running = progress(entry.running, event);
        return;
      }
      case 'scenarioFinished':
        finish(entryOf(event.record), event.record);
        return;
      case 'scenarioSlow': {
        const entry = entries.get(event.id);
        if (entry) entry.slow = true;
        return;
      }
      // What they tell is told again, and in full, by the record of the scenario.
      case 'released':
      case 'repetitionFinished':
        return;
      case 'interrupted':
        interrupted ??= event.signal;
        return;
      case 'runFinished':
        durationMs = event.durationMs;
        return;
      default:
        event satisfies never;
    }
  };
  const record = (): RunRecord => ({
    format: 1,
    ...head,
    durationMs: durationMs ?? (span ? span.lastMs - span.firstMs : 0),
    interrupted,
    ...circumstances.record(),
    scenarios: [...entries.values()].map((entry) => conclude(entry, interrupted, span?.lastMs ?? 0)),
  });
  return { add, record };
}

function finish(entry: Entry, record: ScenarioRecord): void {
  entry.stumbled ||= entry.finished !== undefined && entry.finished.verdict !== 'passed';
  entry.finished = record;
  entry.running = undefined;
  entry.attempts = Math.max(entry.attempts, record.attempts);
}

function conclude(entry: Entry, interrupted: Interruption | undefined, nowMs: number): ScenarioRecord {
  const { finished, running, attempts, stumbled, slow } = entry;
  if (running) return unfinished(entry, running, { interrupted, nowMs });
  if (!finished) return { ...emptyRecord(entry.ref), diagnostics: [notStarted(entry.ref, interrupted)] };
  const flaky =
    finished.skipped === undefined && finished.verdict === 'passed' && (finished.flaky || stumbled);
  return { ...finished, attempts, flaky, ...(slow && { slow }) };
}

/** A retry that is cut short leaves the verdict open, but what the attempt before it came to is told. */
function unfinished(
  { ref, finished, attempts }: Entry,
  running: AttemptSoFar,
  { interrupted, nowMs }: { readonly interrupted: Interruption | undefined; readonly nowMs: number },
): ScenarioRecord {
  const cause = interrupted ? `${interrupted} interrupted the run` : 'the record of the run ends';
  const before = finished ? `; the attempt before it came to \`${finished.verdict}\`` : '';
  const problem = diagnostic({
    code: 'SW6101',
    message: `scenario \`${ref.name}\` was not finished: ${cause} while ${stageOf(running)}${before}`,
    place: ref.place,
    hint: 'run it again',
  });
  return {
    ...emptyRecord(ref),
    attempts,
    durationMs: Math.max(0, nowMs - running.begunMs),
    diagnostics: [problem],
    settle: running.settle,
    steps: running.steps,
    services: running.services,
  };
}

function notStarted(ref: ScenarioRef, interrupted: Interruption | undefined): Diagnostic {
  const cause = interrupted ? `${interrupted} interrupted the run` : 'the record of the run ends before that';
  return diagnostic({
    code: 'SW6201',
    message: `scenario \`${ref.name}\` was not started: ${cause}`,
    place: ref.place,
    hint: 'run it again',
  });
}

/** For a stream whose beginning is lost: the id is all there is, and it begins with the file. */
function unplanned(id: ScenarioId): ScenarioRef {
  const cut = id.indexOf('::');
  const file = cut === -1 ? id : id.slice(0, cut);
  return {
    id,
    name: cut === -1 ? id : id.slice(cut + 2),
    file,
    place: { file, line: 1, column: 1, length: 1 },
  };
}
