import type { RunEvent, ServiceRecord, SettleRecord, StepRecord } from './event.ts';

/** What the events tell of an attempt that has not ended yet. */
export interface AttemptSoFar {
  readonly begunMs: number;
  readonly services: readonly ServiceRecord[];
  readonly steps: readonly StepRecord[];
  /** The step under way, if any. */
  readonly step: string | undefined;
  readonly settle: SettleRecord | undefined;
}

type Progress = Extract<RunEvent, { type: 'serviceReady' | 'stepStarted' | 'stepFinished' | 'settled' }>;

export function attemptBegun(begunMs: number): AttemptSoFar {
  return { begunMs, services: [], steps: [], step: undefined, settle: undefined };
}

export function progress(attempt: AttemptSoFar, event: Progress): AttemptSoFar {
  switch (event.type) {
    case 'serviceReady':
      return { ...attempt, services: [...attempt.services, runningService(event.service, event.durationMs)] };
    case 'stepStarted':
      return { ...attempt, step: event.step };
    case 'stepFinished':
      return { ...attempt, step: undefined, steps: [...attempt.steps, event.step] };
    case 'settled':
      return { ...attempt, settle: event.settle };
    default:
      return event satisfies never;
  }
}

/** What the attempt was doing, as a clause: "step `pay` was running". */
export function stageOf(attempt: AttemptSoFar): string {
  if (attempt.step !== undefined) return `step \`${attempt.step}\` was running`;
  if (attempt.settle) return 'its expectations were being judged';
  if (attempt.steps.length > 0) return 'it waited for spans';
  return 'its services were being started';
}

const nothingSaid = { text: '', bytes: 0, omittedBytes: 0 };

/** A service whose end is not known: its output comes only with the scenario's record. */
function runningService(id: string, readyAfterMs: number): ServiceRecord {
  return {
    id,
    readyAfterMs,
    end: undefined,
    killed: false,
    spans: 0,
    stdout: nothingSaid,
    stderr: nothingSaid,
  };
}
