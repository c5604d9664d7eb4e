/** How often it is looked whether the process was suspended. */
const TICK_MS = 500;

/**
 * Calls back once, when `ms` have gone by in which this process was not suspended (Ctrl-Z, a laptop that sleeps): a pause
 * between two looks that is longer than it should be counts for no more than one look late. Returns how to call it off.
 */
export function afterRunning(ms: number, now: () => number, callback: () => void): () => void {
  let left = ms;
  let timer: NodeJS.Timeout;
  const wait = () => {
    const step = Math.max(1, Math.min(left, TICK_MS));
    const sinceMs = now();
    timer = setTimeout(() => {
      left -= Math.min(now() - sinceMs, step + TICK_MS);
      // Timers may fire a fraction of a millisecond early.
      if (left < 1) callback();
      else wait();
    }, step);
  };
  wait();
  return () => clearTimeout(timer);
}

/** As {@link afterRunning}, again and again; `callback` is given the sum. */
export function everyRunning(ms: number, now: () => number, callback: (sumMs: number) => void): () => void {
  let stop: () => void;
  const next = (sumMs: number) => {
    stop = afterRunning(ms, now, () => {
      callback(sumMs);
      next(sumMs + ms);
    });
  };
  next(ms);
  return () => stop();
}

/**
 * Calls back once after `ms`, but never right after the process was suspended: then what has come meanwhile is still to be
 * read, so it waits once more. For whoever takes silence for an answer. Returns how to call it off.
 */
export function afterReading(ms: number, now: () => number, callback: () => void): () => void {
  let timer: NodeJS.Timeout;
  const wait = () => {
    const sinceMs = now();
    timer = setTimeout(() => (now() - sinceMs > ms + TICK_MS ? wait() : callback()), ms);
  };
  wait();
  return () => clearTimeout(timer);
}

/** Resolves after `ms`, or as soon as the signal aborts. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const finish = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', finish);
      resolve();
    };
    const timer = setTimeout(finish, ms);
    signal.addEventListener('abort', finish, { once: true });
    if (signal.aborted) finish();
  });
}
