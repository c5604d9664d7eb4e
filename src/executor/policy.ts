/** How a run deals with what does not go as it should. */
export interface RunPolicy {
  /** The run stops when so many scenarios have not passed; at least 1, undefined for never. */
  readonly maxFailures?: number | undefined;
  /** The run stops when so much time has gone by; undefined for never. */
  readonly runTimeoutMs?: number | undefined;
  /** An attempt that takes longer is marked as slow; undefined for never. */
  readonly slowAfterMs?: number | undefined;
  /** Before the first retry of a scenario; doubled for each further one, up to {@link MAX_RETRY_DELAY_MS}. Default 0. */
  readonly retryDelayMs?: number | undefined;
  /** How often every scenario is run, to compare its traces. Default 1. */
  readonly repeat?: number | undefined;
  /** A scenario that passes only when it is tried again makes the run fail. */
  readonly failOnFlaky?: boolean | undefined;
}

export const MAX_RETRY_DELAY_MS = 30_000;

/** The wait after the `failed`-th failure, from 1. */
export function retryDelay({ retryDelayMs = 0 }: RunPolicy, failed: number): number {
  return Math.min(MAX_RETRY_DELAY_MS, retryDelayMs * 2 ** (failed - 1));
}
