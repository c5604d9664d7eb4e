import type { SettleRecord } from '../event/index.ts';
import { evaluate, isNamed } from '../expect/index.ts';
import { settle, type TelemetryScope } from '../telemetry/index.ts';
import type { ScenarioContext } from './context.ts';

/**
 * Waits until the scenario's trace can be judged, stopping its services on the way. A scenario that claims nothing
 * about spans waits for nothing.
 */
export async function settleTrace(
  context: ScenarioContext,
  stop: () => Promise<void>,
): Promise<SettleRecord> {
  const { scenario, scope, deps } = context;
  if (scenario.expectations.length === 0) {
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
  });
}

function holds({ scenario, scope }: ScenarioContext): boolean {
  const trace = scope.trace();
  return scenario.expectations.every(({ base, expectations }) =>
    evaluate({ expectations, base, trace, completeness: { complete: true } }).every(
      (finding) => finding.outcome === 'passed' || finding.outcome === 'notApplicable',
    ),
  );
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
