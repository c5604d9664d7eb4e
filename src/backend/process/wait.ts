import { setTimeout as pause } from 'node:timers/promises';

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

/**
 * Polls until the condition holds or the time is over, and says which. For facts about processes that are not our
 * children, of which the system sends no notice. Intervals grow from 2 to 25 ms: quick for the usual case, cheap for
 * the stubborn one.
 */
export async function becomesTrue(condition: () => boolean, withinMs: number): Promise<boolean> {
  const deadline = performance.now() + withinMs;
  for (let intervalMs = 2; ; intervalMs = Math.min(25, intervalMs * 2)) {
    if (condition()) return true;
    const leftMs = deadline - performance.now();
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

export function interruption(signal: AbortSignal, timeoutMs: number | undefined): Interruption {
  let timer: NodeJS.Timeout | undefined;
  let cancel = () => {};
  const happened = new Promise<'cancelled' | 'timedOut'>((resolve) => {
    cancel = () => resolve('cancelled');
    if (signal.aborted) cancel();
    signal.addEventListener('abort', cancel, { once: true });
    // A longer delay would overflow and fire at once; 24 days are as good as no limit.
    if (timeoutMs !== undefined)
      timer = setTimeout(() => resolve('timedOut'), Math.min(timeoutMs, 2 ** 31 - 1));
  });
  return {
    happened,
    dispose() {
      clearTimeout(timer);
      signal.removeEventListener('abort', cancel);
    },
  };
}
