import type { Interruption, StopRecord } from '../event/index.ts';
import { formatDuration } from '../scenario/index.ts';
import { afterRunning } from './deadline.ts';
import type { ExecutorDeps } from './deps.ts';

/** Why the signal of a run was aborted. */
export type StopReason = Interruption | StopRecord;

/** The root of everything that can be cancelled in a run. */
export interface RunStop {
  /** Aborted once, with a {@link StopReason}: by whoever started the run, by failures, or by the clock. */
  readonly signal: AbortSignal;
  /** One more scenario did not pass. */
  failed(): void;
  /** Lets go of the clock. */
  end(): void;
}

type Stopping = Pick<ExecutorDeps, 'emit' | 'host' | 'policy' | 'signal'>;

export function createRunStop({ emit, host, policy, signal }: Stopping): RunStop {
  const own = new AbortController();
  const root = AbortSignal.any([signal, own.signal]);
  const stop = (record: StopRecord) => {
    if (root.aborted) return;
    emit({ type: 'stopping', stop: record, atMs: host.monotonicMs() });
    own.abort(record);
  };
  let failures = 0;
  const { maxFailures, runTimeoutMs } = policy;
  const callOff =
    runTimeoutMs === undefined
      ? () => {}
      : afterRunning(runTimeoutMs, host.monotonicMs, () =>
          stop({
            reason: 'runTimeout',
            message: `the time of the run (${formatDuration(runTimeoutMs)}) was over`,
          }),
        );
  return {
    signal: root,
    failed() {
      failures += 1;
      if (failures !== maxFailures) return;
      const message =
        failures === 1
          ? 'the run stopped after the first failure'
          : `the run stopped after ${failures} failures`;
      stop({ reason: 'failures', message });
    },
    end: callOff,
  };
}

/** As the end of a sentence that says that something was not done: `SIGINT interrupted the run`. */
export function whyStopped(signal: AbortSignal): string {
  // Only createRunStop and its caller abort it, with one of these; a caller of the library may have its own words.
  const reason: unknown = signal.reason;
  if (isStop(reason)) return reason.message;
  return typeof reason === 'string' ? `${reason} interrupted the run` : 'the run was interrupted';
}

/** Whether failures ended the run: then what was not started is skipped, and undecided else. */
export function stoppedByFailures({ reason }: AbortSignal): boolean {
  return isStop(reason) && reason.reason === 'failures';
}

function isStop(reason: unknown): reason is StopRecord {
  return typeof reason === 'object' && reason !== null && 'message' in reason && 'reason' in reason;
}
