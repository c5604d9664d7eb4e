import type { RunEvent } from '../../event/index.ts';
import type { Needs, Resources, ScenarioId } from '../../plan/index.ts';
import { runInOrder } from '../in-order.ts';
import { countMonitor, type ResourceMonitor } from './monitor.ts';
import { createScheduler } from './scheduler.ts';

// A world with a clock of its own, in which scenarios do nothing but take their time.

export interface Simulated {
  readonly id: ScenarioId;
  readonly dependsOn: readonly ScenarioId[];
  readonly priority: number;
  readonly needs: Needs;
  readonly durationMs: number;
}

export interface Simulation {
  readonly events: readonly RunEvent[];
  /** In the order in which they began. */
  readonly began: readonly { readonly scenario: Simulated; readonly atMs: number }[];
  readonly endMs: number;
  /** Ids of those that never began: something waits for ever. */
  readonly stuck: readonly ScenarioId[];
}

export interface SimulationOptions {
  readonly bounds: Resources;
  readonly monitor?: ResourceMonitor;
  /** Monitors look this often. */
  readonly lookEveryMs?: number;
}

/** Runs scenarios on the scheduler under test until all are done, or nothing can happen any more. */
export async function simulate(
  scenarios: readonly Simulated[],
  { bounds, monitor = countMonitor, lookEveryMs }: SimulationOptions,
): Promise<Simulation> {
  const events: RunEvent[] = [];
  const began: { scenario: Simulated; atMs: number }[] = [];
  const sleeping: { readonly atMs: number; readonly wake: () => void }[] = [];
  let nowMs = 0;
  const scheduler = createScheduler({
    bounds,
    monitor,
    now: () => nowMs,
    emit: (event) => events.push(event),
  });
  let over = false;
  const run = async (scenario: Simulated): Promise<true> => {
    began.push({ scenario, atMs: nowMs });
    await new Promise<void>((wake) => {
      const atMs = nowMs + scenario.durationMs;
      const at = sleeping.findIndex((each) => each.atMs > atMs);
      sleeping.splice(at === -1 ? sleeping.length : at, 0, { atMs, wake });
    });
    return true;
  };
  const all = runInOrder(scenarios, scheduler, { skip: () => undefined, run }).then(() => {
    over = true;
  });
  let lookMs = lookEveryMs ?? Number.POSITIVE_INFINITY;
  for (;;) {
    await quiet();
    const next = sleeping[0];
    if (over || !next) break;
    if (lookMs < next.atMs) {
      nowMs = lookMs;
      lookMs += lookEveryMs ?? 0;
      scheduler.look();
      continue;
    }
    sleeping.shift();
    nowMs = next.atMs;
    next.wake();
  }
  if (over) await all;
  const done = new Set(began.map(({ scenario }) => scenario.id));
  return { events, began, endMs: nowMs, stuck: scenarios.map(({ id }) => id).filter((id) => !done.has(id)) };
}

/** Until all promises that can settle have: two turns, for the scheduler is started by one. */
async function quiet(): Promise<void> {
  for (let turn = 0; turn < 2; turn++) await new Promise((resolve) => setImmediate(resolve));
}
