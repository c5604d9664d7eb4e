import PQueue from 'p-queue';
import type { RunEvent } from '../../event/index.ts';
import type { Resources } from '../../plan/index.ts';
import { Admission, type Next, type Request } from './admission.ts';
import { isSame } from './amounts.ts';
import type { ResourceMonitor } from './monitor.ts';
import { type AdmissionLine, type AdmissionOptions, admissionLine } from './queue.ts';

export interface SchedulerOptions {
  readonly bounds: Resources;
  readonly monitor: ResourceMonitor;
  /** Monotonic milliseconds. */
  readonly now: () => number;
  /** Told of every admission and release, and when the bounds change. */
  readonly emit: (event: RunEvent) => void;
}

export interface Scheduler {
  /** Runs the task when its turn has come and what it needs is there. Call it once for each id. */
  run<T>(request: Request, task: () => Promise<T>): Promise<T>;
  /** Who comes next, at most so many: those that wait, whether or not there is room for them. */
  waiting(count: number): readonly Next[];
  /** Begins; what was handed in before is compared by priority first. */
  start(): void;
  /** Looks at the machine once more and adapts the bounds. */
  look(): void;
}

/** Tasks in the order of {@link Admission}, at most as many at once as the bounds have slots. */
export function createScheduler({ bounds, monitor, now, emit }: SchedulerOptions): Scheduler {
  const admission = new Admission(bounds, now);
  const queue = new PQueue<AdmissionLine, AdmissionOptions>({
    concurrency: bounds.slots,
    autoStart: false,
    queueClass: admissionLine(admission, ({ request, counted, waited }) => {
      const { inUse, bounds } = admission;
      emit({ type: 'admitted', id: request.id, needs: counted, inUse, bounds, waited, atMs: now() });
    }),
  });
  const look = (): void => {
    const { bounds: lowered, reason } = monitor.look(bounds);
    if (isSame(lowered, admission.bounds)) return;
    admission.bounds = lowered;
    emit({ type: 'boundsChanged', bounds: lowered, reason, atMs: now() });
    // Looks for who may begin now, if it has been started.
    queue.concurrency = bounds.slots;
  };
  return {
    run(request, task) {
      const released = async () => {
        try {
          return await task();
        } finally {
          // Here, and not by whoever waits for the result: the next one begins before they are told.
          admission.release(request.id);
          emit({ type: 'released', id: request.id, inUse: admission.inUse, atMs: now() });
        }
      };
      return queue.add(released, { request, priority: request.priority });
    },
    waiting: (count) => admission.waiting(count),
    start() {
      look();
      queue.start();
    },
    look,
  };
}
