import { setTimeout as pause } from 'node:timers/promises';
import { type TimeLeft, timeLeft } from './hurry.ts';
import { afterRunning } from './running-time.ts';

/** So late a shortened time is noticed at most. */
const LOOK_MS = 50;

/** Whether the promise settles in time. Its value and its rejection are left to whoever else holds it. */
export async function settlesWithin(promise: Promise<unknown>, ms: number): Promise<boolean> {
  const timer = new AbortController();
  const settled = promise.then(
    () => true,
    () => true,
  );
  try {
    return await Promise.race([settled, pause(ms, false, { signal: timer.signal })]);
  } finally {
    timer.abort();
  }
}

/** The same where the time that is left may suddenly become shorter. */
export async function settlesWhile(promise: Promise<unknown>, left: TimeLeft): Promise<boolean> {
  for (let leftMs = left(); leftMs > 0; leftMs = left()) {
    if (await settlesWithin(promise, Math.min(leftMs, LOOK_MS))) return true;
  }
  return false;
}

/**
 * Polls until the condition holds or the time is over, and says which. For facts about processes that are not our
 * children, of which the system sends no notice. Intervals grow from 2 to 25 ms: quick for the usual case, cheap for
 * the stubborn one.
 */
export async function becomesTrue(condition: () => boolean, within: number | TimeLeft): Promise<boolean> {
  const left = typeof within === 'number' ? timeLeft(within) : within;
  for (let intervalMs = 2; ; intervalMs = Math.min(25, intervalMs * 2)) {
    if (condition()) return true;
    const leftMs = left();
    if (leftMs <= 0) return false;
    await pause(Math.min(intervalMs, leftMs));
  }
}

/** What cuts something short from outside. */
export interface Interruption {
  /** Stays pending when neither happens. */
  readonly happened: Promise<'cancelled' | 'timedOut'>;
  /** Forgets timer and listener, so that a signal of the whole run does not collect them. */
  dispose(): void;
}

/** The time during which this process is stopped does not count. */
export function interruption(
  when: AbortSignal | readonly AbortSignal[],
  timeoutMs: number | undefined,
): Interruption {
  const signals = [when].flat();
  let callOff = () => {};
  let cancel = () => {};
  const happened = new Promise<'cancelled' | 'timedOut'>((resolve) => {
    cancel = () => resolve('cancelled');
    for (const signal of signals) {
      if (signal.aborted) cancel();
      signal.addEventListener('abort', cancel, { once: true });
    }
    if (timeoutMs !== undefined) callOff = afterRunning(timeoutMs, () => resolve('timedOut'));
  });
  return {
    happened,
    dispose() {
      callOff();
      for (const signal of signals) signal.removeEventListener('abort', cancel);
    },
  };
}
