import type { TelemetryScope } from './contract.ts';
import { BATCH_DELAY_MS } from './environment.ts';

export interface SettleOptions {
  readonly scope: Pick<TelemetryScope, 'stats' | 'onChange'>;
  /** Whether everything the scenario waits for has arrived. Asked in moments of silence, and once only until more arrives. */
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
  /** Calls back once after so many milliseconds unless cancelled; default the machine's timer. */
  readonly setTimer?: SetTimer | undefined;
}

/** Returns the way to cancel. */
export type SetTimer = (ms: number, fire: () => void) => () => void;

export interface SettleOutcome {
  /**
   * evidence: all that was waited for holds, no parent is missing and no export is open, or every sender has ended.
   * quiet: silence lasted for {@link SettleOptions.quietMs} while something was missing. deadline: the time ran out
   * with telemetry still coming. limit: a bound of the store was reached. cancelled: the signal was aborted.
   */
  readonly reason: 'evidence' | 'quiet' | 'deadline' | 'limit' | 'cancelled';
  readonly waitedMs: number;
  /** The facts the decision rests on, in words. */
  readonly evidence: readonly string[];
}

type Reason = SettleOutcome['reason'];

/**
 * Silence after which whatever had ended must have been exported: twice the batch delay that senders are told. A sender
 * that dies at the first signal, without flushing, would otherwise take its last batch with it.
 */
const FLUSH_MS = 2 * BATCH_DELAY_MS;
/** A sender that has ended may leave a last request in the socket: so long is waited for it to be read. */
const DRAIN_MS = 25;

/**
 * Waits until the trace can be judged, by evidence rather than by sleeping, and stops the senders on the way:
 *
 *     running --holds, or quiet, or deadline--> stopping --senders ended--> draining --nothing under way--> settled
 *
 * The senders are stopped before anything is judged, so that a negative claim ("no more than two") is judged only after
 * everyone who could contradict it had the chance to flush. Every phase wakes up when something arrives or when the time
 * it waits for has come; nothing is polled.
 */
export async function settle(given: SettleOptions): Promise<SettleOutcome> {
  // What holds can only change with what has arrived, and finding out may mean evaluating every expectation.
  let known: boolean | undefined;
  const stopListening = given.scope.onChange(() => {
    known = undefined;
  });
  const holds = (): boolean => {
    known ??= given.holds();
    return known;
  };
  try {
    return await settled({ ...given, holds });
  } finally {
    stopListening();
  }
}

async function settled(options: SettleOptions): Promise<SettleOutcome> {
  const begunMs = options.now();
  const { stopSenders } = options;
  if (stopSenders === undefined) {
    const reason = await drained(options, begunMs, begunMs);
    return outcome(options, { begunMs, reason, fact: 'all senders had ended' });
  }
  const arrival = await arrived(options, begunMs);
  await stopSenders();
  const rest = await drained(options, begunMs, options.now());
  // What was missing before the stop may have been flushed by it.
  const arrivalNow = arrival === 'quiet' && isComplete(options) ? 'evidence' : arrival;
  const reason = rest === 'evidence' ? arrivalNow : rest;
  return outcome(options, { begunMs, reason, fact: 'all senders were asked to stop and have ended' });
}

/** First phase: senders are running. */
function arrived(options: SettleOptions, begunMs: number): Promise<Reason> {
  return watch(options, () => {
    const { open, limit, lastActivityMs } = options.scope.stats();
    const now = options.now();
    if (limit !== undefined) return 'limit';
    const silentMs = now - Math.max(begunMs, lastActivityMs ?? begunMs);
    const leftMs = begunMs + options.timeoutMs - now;
    if (open === 0 && silentMs >= options.quietMs) return isComplete(options) ? 'evidence' : 'quiet';
    if (open === 0 && silentMs >= FLUSH_MS && isComplete(options)) return 'evidence';
    if (leftMs <= 0) return 'deadline';
    return Math.min(leftMs, (silentMs < FLUSH_MS ? FLUSH_MS : options.quietMs) - silentMs);
  });
}

/** Last phase: nobody sends any more; what is under way is read. A deadline that has passed does not cut it short. */
function drained(options: SettleOptions, begunMs: number, endedMs: number): Promise<Reason> {
  return watch(options, () => {
    const { open, limit, lastActivityMs } = options.scope.stats();
    const now = options.now();
    if (limit !== undefined) return 'limit';
    const silentMs = now - Math.max(endedMs, lastActivityMs ?? endedMs);
    if (open === 0 && silentMs >= DRAIN_MS) return 'evidence';
    const leftMs = Math.max(begunMs + options.timeoutMs, endedMs + DRAIN_MS) - now;
    if (leftMs <= 0) return 'deadline';
    return open === 0 ? Math.min(leftMs, DRAIN_MS - silentMs) : leftMs;
  });
}

/** Looks whenever something changes, when the time last asked for has come, and when cancelled, until there is a reason. */
function watch(
  { scope, signal, setTimer = systemTimer }: SettleOptions,
  look: () => Reason | number,
): Promise<Reason> {
  return new Promise((resolve) => {
    let cancelTimer = (): void => undefined;
    const turn = (): void => {
      cancelTimer();
      const seen = signal.aborted ? 'cancelled' : look();
      if (typeof seen === 'number') {
        cancelTimer = setTimer(Math.max(1, Math.ceil(seen)), turn);
        return;
      }
      stopListening();
      signal.removeEventListener('abort', turn);
      resolve(seen);
    };
    const stopListening = scope.onChange(turn);
    signal.addEventListener('abort', turn);
    turn();
  });
}

function systemTimer(ms: number, fire: () => void): () => void {
  const timer = setTimeout(fire, ms);
  return () => clearTimeout(timer);
}

function isComplete({ scope, holds }: SettleOptions): boolean {
  return scope.stats().missingParents === 0 && holds();
}

interface Decision {
  readonly begunMs: number;
  readonly reason: Reason;
  /** About the senders. */
  readonly fact: string;
}

function outcome({ scope, holds, now }: SettleOptions, { begunMs, reason, fact }: Decision): SettleOutcome {
  const { missingParents, open, limit, spans } = scope.stats();
  const evidence = [
    fact,
    holds() ? 'all that is waited for has arrived' : 'something that is waited for has not arrived',
    missingParents === 0
      ? 'no parent span is missing'
      : `${missingParents} spans name a parent that was not received`,
    open === 0 ? 'no export is open' : `${open} exports are still open`,
    `${spans} spans have arrived`,
    ...(limit === undefined ? [] : [`limit reached: ${limit}`]),
  ];
  return { reason, waitedMs: now() - begunMs, evidence };
}
