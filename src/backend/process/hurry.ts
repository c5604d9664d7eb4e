/** Milliseconds that are left, asked for again and again: negative when the time is over. */
export type TimeLeft = () => number;

export function timeLeft(ms: number): TimeLeft {
  const deadlineMs = performance.now() + ms;
  return () => deadlineMs - performance.now();
}

/** Until a command that still runs is killed, from the moment of the hurry on. */
const COMMAND_MS = 500;
/** The same for services, which are told to stop after the commands have ended. Both together stay below two seconds. */
const SERVICE_MS = 1_300;

/**
 * What becomes of grace periods when somebody waits for the end: after an interrupt nothing gets longer than a moment,
 * whatever it was promised, also what was being waited for already.
 */
export class Hurry {
  #sinceMs: number | undefined;

  /** Begins when the signal is aborted; without one there never is any. */
  constructor(signal: AbortSignal | undefined) {
    const begin = () => {
      this.#sinceMs ??= performance.now();
    };
    if (signal?.aborted) begin();
    signal?.addEventListener('abort', begin, { once: true });
  }

  get begun(): boolean {
    return this.#sinceMs !== undefined;
  }

  graceOfCommand(ms: number): TimeLeft {
    return this.#grace(ms, COMMAND_MS);
  }

  graceOfService(ms: number): TimeLeft {
    return this.#grace(ms, SERVICE_MS);
  }

  #grace(ms: number, hurriedMs: number): TimeLeft {
    const left = timeLeft(ms);
    return () => {
      if (this.#sinceMs === undefined) return left();
      return Math.min(left(), this.#sinceMs + hurriedMs - performance.now());
    };
  }
}
