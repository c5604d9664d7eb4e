import type { RunEvent } from '../../../event/index.ts';
import type { Resources, ScenarioId } from '../../../plan/index.ts';
import { type Outcome, outcomeOf } from '../../../report/index.ts';

/** What is to be seen of a run while it goes on, as data. Times are on the clock of the events. */
export interface ProgressState {
  readonly total: number;
  readonly counts: Readonly<Record<Outcome, number>>;
  readonly flaky: number;
  /** In the order in which they began. */
  readonly running: ReadonlyMap<ScenarioId, RunningScenario>;
  readonly inUse: Resources | undefined;
  readonly bounds: Resources | undefined;
  /** Why nothing more is started; undefined while the run goes on. */
  readonly stopping: string | undefined;
}

export interface RunningScenario {
  readonly sinceMs: number;
  /** From 1. */
  readonly attempt: number;
  /** In a few words. */
  readonly doing: string;
  readonly isSlow: boolean;
}

export const nothingYet: ProgressState = {
  total: 0,
  counts: { failed: 0, error: 0, undecided: 0, passed: 0, skipped: 0 },
  flaky: 0,
  running: new Map(),
  inUse: undefined,
  bounds: undefined,
  stopping: undefined,
};

/** What is to be seen after an event. */
export function progressed(state: ProgressState, event: RunEvent): ProgressState {
  switch (event.type) {
    case 'runStarted':
      return { ...state, total: event.scenarios.length, bounds: event.bounds };
    case 'admitted':
      return { ...state, inUse: event.inUse, bounds: event.bounds };
    case 'released':
      return { ...state, inUse: event.inUse };
    case 'boundsChanged':
      return { ...state, bounds: event.bounds };
    case 'scenarioStarted': {
      const { id, attempt, atMs } = event;
      // A scenario that is tried again has been running all the while.
      const { sinceMs = atMs, isSlow = false } = state.running.get(id) ?? {};
      return running(state, id, { sinceMs, attempt, doing: 'starting', isSlow });
    }
    case 'serviceReady':
      return doing(state, event.id, { doing: `service ${event.service} is ready` });
    case 'stepStarted':
      return doing(state, event.id, { doing: `step ${event.step}` });
    case 'stepFinished':
      return doing(state, event.id, { doing: 'waiting for spans' });
    case 'settled':
      return doing(state, event.id, { doing: 'judging' });
    case 'scenarioSlow':
      return doing(state, event.id, { isSlow: true });
    case 'repetitionFinished':
      return doing(state, event.id, { doing: `repetition ${event.repetition + 1} of ${event.of}` });
    case 'scenarioFinished':
      return event.willRetry
        ? doing(state, event.record.id, { doing: 'waiting to be tried again' })
        : finished(state, event.record);
    case 'stopping':
      return { ...state, stopping: event.stop.message };
    case 'interrupted':
      return { ...state, stopping: `${event.signal}: stopping` };
    case 'runFinished':
      return { ...state, running: new Map() };
    default:
      return event satisfies never;
  }
}

function running(state: ProgressState, id: ScenarioId, scenario: RunningScenario): ProgressState {
  return { ...state, running: new Map(state.running).set(id, scenario) };
}

function doing(state: ProgressState, id: ScenarioId, change: Partial<RunningScenario>): ProgressState {
  const scenario = state.running.get(id);
  return scenario ? running(state, id, { ...scenario, ...change }) : state;
}

function finished(
  state: ProgressState,
  record: Extract<RunEvent, { type: 'scenarioFinished' }>['record'],
): ProgressState {
  const left = new Map(state.running);
  left.delete(record.id);
  const outcome = outcomeOf(record);
  const counts = { ...state.counts, [outcome]: state.counts[outcome] + 1 };
  return { ...state, running: left, counts, flaky: state.flaky + (record.flaky ? 1 : 0) };
}
