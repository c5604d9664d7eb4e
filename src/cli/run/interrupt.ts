import type { Interruption } from '../../event/index.ts';

const caught: readonly Interruption[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * A signal that is aborted, with the name as reason, when the user or the system asks for an end. The first time is a
 * polite request, the second means at once. A terminal that closes sends SIGHUP, a CI system that cancels sends SIGINT
 * and then SIGTERM: all three count alike. Stays in force until the process ends.
 */
export function catchInterrupts(
  onFirst: (signal: Interruption) => void,
  onSecond: (signal: Interruption) => void,
): AbortSignal {
  const controller = new AbortController();
  for (const signal of caught) {
    process.on(signal, () => {
      if (controller.signal.aborted) return onSecond(signal);
      onFirst(signal);
      controller.abort(signal);
    });
  }
  return controller.signal;
}
