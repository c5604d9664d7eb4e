import type { ServiceSpec } from '../contract.ts';
import type { LogWatch } from './log-watch.ts';
import type { ProbeContext } from './probe.ts';
import { watchReadiness } from './ready.ts';
import { interruption } from './wait.ts';

/** What happened first to a service that has been started. */
export interface FirstEvent {
  readonly first: 'ready' | 'gaveUp' | 'exited' | 'cancelled' | 'timedOut';
  readonly waitingFor: string;
}

export interface AwaitedService extends Pick<ProbeContext, 'exec' | 'dial'> {
  readonly log: LogWatch;
  readonly signal: AbortSignal;
  readonly exited: Promise<unknown>;
  /** Before it the service is not ready, whatever its probes say; absent for one that has begun. */
  readonly begun?: Promise<unknown> | undefined;
}

/** Waits until the service is ready or will not be. All probes, and the watch of its log, have ended then. */
export async function firstEvent(
  spec: ServiceSpec,
  { exec, dial, log, signal, exited, begun }: AwaitedService,
): Promise<FirstEvent> {
  const probing = new AbortController();
  const intervalMs = spec.readyIntervalMs;
  const readiness = watchReadiness(spec.ready, { intervalMs, signal: probing.signal, exec, dial, log });
  const interrupted = interruption(signal, spec.readyTimeoutMs);
  try {
    const first = await Promise.race([
      exited.then(() => 'exited' as const),
      Promise.all([readiness.settled, begun]).then(([holds]) => (holds ? 'ready' : 'gaveUp')),
      interrupted.happened,
    ]);
    // Asked before the probes are stopped, which is no reason of their own.
    return { first, waitingFor: readiness.waitingFor() };
  } finally {
    interrupted.dispose();
    probing.abort();
    log.stop();
  }
}
