import { setTimeout as delay } from 'node:timers/promises';
import type { TelemetryScope } from './contract.ts';

export interface SettleOptions {
  readonly scope: Pick<TelemetryScope, 'stats' | 'trace'>;
  /** Whether everything the scenario waits for has arrived. Asked only in moments of silence. */
  readonly holds: () => boolean;
  /**
   * Stops those who send, politely, so that they flush what they still hold. Called exactly once. Undefined when they
   * have all ended already: then nothing more can come, and nothing is waited for but what is under way.
   */
  readonly stopSenders: (() => Promise<void>) | undefined;
  /** Silence after which the trace counts as complete although something expected is missing. */
  readonly quietMs: number;
  /** Longest wait in all, not counting the stop itself. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** Monotonic milliseconds, the clock of {@link TelemetryScope.stats}. */
  readonly now: () => number;
  /** Injected in tests; resolves after so many milliseconds or when the signal aborts. */
  readonly sleep?: (ms: number, signal: AbortSignal) => Promise<void>;
}

export interface SettleOutcome {
  /**
   * evidence: all that was waited for holds, no parent is missing, no export is open. quiet: silence lasted.
   * deadline: the time ran out with telemetry still coming. limit: a bound of the store was reached.
   */
  readonly reason: 'evidence' | 'quiet' | 'deadline' | 'limit' | 'cancelled';
  readonly waitedMs: number;
  /** The facts the decision rests on, in words. */
  readonly evidence: readonly string[];
}

/**
 * Silence after which whatever had ended must have been exported: twice the batch delay of 50 ms that senders are told
 * (`OTEL_BSP_SCHEDULE_DELAY`). A sender that dies at the first signal would otherwise take its last batch with it.
 */
const FLUSH_MS = 100;
/** A sender that has ended may leave a last request in the socket: so long is waited for it to be read. */
const DRAIN_MS = 25;

/**
 * Waits until the trace can be judged, by evidence rather than by sleeping, and stops the senders on the way: first
 * until all that is expected has arrived (or silence lasts), then the senders are stopped so that they flush, then
 * until the last open export is read. A negative claim ("no more than two") is thus judged only after everyone who
 * could contradict it had the chance to.
 */
export async function settle(options: SettleOptions): Promise<SettleOutcome> {
  const begunMs = options.now();
  const { stopSenders } = options;
  if (!stopSenders) return outcome(options, begunMs, await drained(options, begunMs, begunMs), ['all senders have ended']);
  const reason = await arrived(options, begunMs);
  await stopSenders();
  const rest = await drained(options, begunMs, options.now());
  const kept = rest === 'evidence' ? reason : rest;
  return outcome(options, begunMs, kept, ['services were stopped politely']);
}

type Reason = SettleOutcome['reason'];

/** First phase: senders are running. */
async function arrived(options: SettleOptions, begunMs: number): Promise<Reason> {
  for (;;) {
    const { open, limit, lastActivityMs } = options.scope.stats();
    const now = options.now();
    if (options.signal.aborted) return 'cancelled';
    if (limit !== undefined) return 'limit';
    const silentMs = now - Math.max(begunMs, lastActivityMs ?? begunMs);
    const idle = open === 0;
    if (idle && silentMs >= FLUSH_MS && options.holds() && options.scope.trace().orphans.length === 0) return 'evidence';
    if (idle && silentMs >= options.quietMs) return 'quiet';
    const leftMs = options.timeoutMs - (now - begunMs);
    if (leftMs <= 0) return 'deadline';
    const nextMs = silentMs < FLUSH_MS ? FLUSH_MS - silentMs : Math.min(FLUSH_MS, options.quietMs - silentMs);
    await sleepOf(options)(Math.max(1, Math.min(leftMs, nextMs)), options.signal);
  }
}

/** Second phase: nobody sends any more; what is under way is read. */
async function drained(options: SettleOptions, begunMs: number, endedMs: number): Promise<Reason> {
  for (;;) {
    const { open, limit, lastActivityMs } = options.scope.stats();
    const now = options.now();
    if (options.signal.aborted) return 'cancelled';
    if (limit !== undefined) return 'limit';
    const silentMs = now - Math.max(endedMs, lastActivityMs ?? endedMs);
    if (open === 0 && silentMs >= DRAIN_MS) return 'evidence';
    if (now - begunMs >= options.timeoutMs && now - endedMs >= DRAIN_MS) return 'deadline';
    await sleepOf(options)(Math.max(1, DRAIN_MS - silentMs), options.signal);
  }
}

function outcome(options: SettleOptions, begunMs: number, reason: Reason, facts: readonly string[]): SettleOutcome {
  const stats = options.scope.stats();
  const orphans = options.scope.trace().orphans.length;
  const evidence = [
    ...facts,
    options.holds() ? 'all that is waited for has arrived' : 'something that is waited for has not arrived',
    orphans === 0 ? 'no parent span is missing' : `${orphans} spans name a parent that was not received`,
    stats.open === 0 ? 'no export is open' : `${stats.open} exports are still open`,
    ...(stats.limit === undefined ? [] : [`limit reached: ${stats.limit}`]),
  ];
  return { reason, waitedMs: options.now() - begunMs, evidence };
}

function sleepOf(options: SettleOptions): (ms: number, signal: AbortSignal) => Promise<void> {
  return options.sleep ?? sleep;
}

async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  // An abort ends the sleep early; the loop sees it.
  await delay(ms, undefined, { signal }).catch(() => undefined);
}
