import type { ReadyProbe } from '../contract.ts';
import { describeProbe, type ProbeContext, untilReady } from './probe.ts';

export interface Readiness {
  /** True when all probes hold, false when one gave up. Pending for ever if neither comes about. */
  readonly settled: Promise<boolean>;
  /** What is waited for, with the latest reason why it does not hold yet: the probe that gave up, else the first open. */
  waitingFor(): string;
}

/** Watches all probes at once. They stop when the context's signal is aborted. */
export function watchReadiness(
  probes: readonly ReadyProbe[],
  context: Omit<ProbeContext, 'report'>,
): Readiness {
  const open = new Map<ReadyProbe, string | undefined>(probes.map((probe) => [probe, undefined]));
  let broken: ReadyProbe | undefined;
  const watch = async (probe: ReadyProbe) => {
    try {
      await untilReady(probe, { ...context, report: (why) => open.set(probe, why) });
      open.delete(probe);
    } catch (error) {
      if (context.signal.aborted) throw error;
      broken ??= probe;
      open.set(probe, error instanceof Error ? error.message : String(error));
      throw error;
    }
  };
  return {
    settled: Promise.all(probes.map(watch)).then(
      () => true,
      () => false,
    ),
    waitingFor() {
      const probe = broken ?? open.keys().next().value;
      if (probe === undefined) return 'nothing';
      const why = open.get(probe);
      return why === undefined ? describeProbe(probe) : `${describeProbe(probe)} (${why})`;
    },
  };
}
