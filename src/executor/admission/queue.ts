import type { Queue, QueueAddOptions } from 'p-queue';
import type { ScenarioId } from '../../plan/index.ts';
import type { Admission, Grant, Request } from './admission.ts';

type Task = () => Promise<unknown>;

/** What is given to p-queue with a task. */
export interface AdmissionOptions extends QueueAddOptions {
  readonly request: Request;
}

/**
 * The waiting line of a p-queue in which {@link Admission} decides who is next. p-queue starts a task whenever the line
 * has a size, so its size is whether somebody may begin now, not how many wait.
 */
export function admissionLine(admission: Admission, onAdmitted: (grant: Grant) => void) {
  return class implements Queue<Task, AdmissionOptions> {
    readonly #tasks = new Map<ScenarioId, Task>();

    get size(): number {
      return admission.next() === undefined ? 0 : 1;
    }

    enqueue(task: Task, options?: Partial<AdmissionOptions>): void {
      if (!options?.request) throw new Error('a scenario is queued without saying what it needs');
      this.#tasks.set(options.request.id, task);
      admission.ask(options.request);
    }

    dequeue(): Task | undefined {
      const grant = admission.admit();
      if (!grant) return undefined;
      const task = this.#tasks.get(grant.request.id);
      this.#tasks.delete(grant.request.id);
      onAdmitted(grant);
      return task;
    }

    filter(): Task[] {
      return [...this.#tasks.values()];
    }

    setPriority(): void {
      throw new Error('the priority of a scenario is that of the plan');
    }

    remove(): void {
      throw new Error('a scenario that is not to run any more is skipped when its turn comes');
    }
  };
}

export type AdmissionLine = InstanceType<ReturnType<typeof admissionLine>>;
