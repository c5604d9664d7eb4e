import type { SettleRecord } from '../event/index.ts';
import { awaitedRules, isNamed } from '../expect/index.ts';
import { settle, type TelemetryScope } from '../telemetry/index.ts';
import type { ScenarioContext } from './context.ts';
import { afterReading } from './deadline.ts';

/**
 * Waits until the scenario's trace can be judged, stopping its services on the way. A scenario that claims nothing
 * about spans waits for nothing.
 */
export async function settleTrace(
  context: ScenarioContext,
  stop: () => Promise<void>,
): Promise<SettleRecord> {
  const { scenario, scope, deps } = context;
  if (scenario.expectations.length === 0 && !scenario.judgedTogether) {
    await stop();
    return { reason: 'notNeeded', waitedMs: 0, evidence: ['nothing is claimed about spans'] };
  }
  return settle({
    scope,
    holds: () => holds(context),
    stopSenders: scenario.services.length === 0 ? undefined : stop,
    quietMs: scenario.telemetry.quietMs,
    timeoutMs: scenario.telemetry.settleTimeoutMs,
    signal: context.signal,
    now: () => deps.host.monotonicMs(),
    setTimer: (ms, fire) => afterReading(ms, deps.host.monotonicMs, fire),
  });
}

/**
 * Nothing is waited for any more: what does not hold now, no further span could make true. What several scenarios must
 * prove together nobody can tell from one of them, so there only silence ends the wait.
 */
function holds({ scenario, scope }: ScenarioContext): boolean {
  if (scenario.judgedTogether) return false;
  const trace = scope.trace();
  return scenario.expectations.every(({ expectations }) => awaitedRules(expectations, trace).length === 0);
}

/** Resolves when a span of this name (or glob) has arrived; rejects when the signal aborts. */
export function untilSpan(name: string, scope: TelemetryScope, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const finish = (settleWith: () => void) => {
      stopListening();
      signal.removeEventListener('abort', abort);
      settleWith();
    };
    const abort = () => finish(() => reject(signal.reason));
    const look = () => {
      if (scope.trace().spans.some((span) => isNamed(span.name, name))) finish(resolve);
    };
    const stopListening = scope.onChange(look);
    signal.addEventListener('abort', abort, { once: true });
    if (signal.aborted) abort();
    else look();
  });
}
