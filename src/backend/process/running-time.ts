/** Looked at the clock so often; a deadline that was reached while this process was stopped is late by as much at most. */
const SLICE_MS = 500;
/** A timer that fires later than this was not late because the machine is busy: the process did not run. */
const LATE_MS = 500;

/**
 * Calls back after so many milliseconds in which this process was running. The time during which it was stopped (Ctrl-Z,
 * SIGSTOP, a laptop that sleeps) does not count: of a slice in which that happened half is taken to have passed before,
 * so that a machine too busy to be told from a stopped one still gets there. Returns what calls it off.
 */
export function afterRunning(ms: number, callback: () => void): () => void {
  let leftMs = ms;
  let timer: NodeJS.Timeout;
  const wait = () => {
    const sliceMs = Math.min(leftMs, SLICE_MS);
    const begunMs = performance.now();
    timer = setTimeout(() => {
      const passedMs = performance.now() - begunMs;
      leftMs -= passedMs > sliceMs + LATE_MS ? Math.max(1, sliceMs / 2) : Math.max(passedMs, sliceMs);
      if (leftMs <= 0) callback();
      else wait();
    }, sliceMs);
  };
  wait();
  return () => clearTimeout(timer);
}
