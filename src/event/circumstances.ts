import type { Resources } from '../plan/index.ts';
import type { BoundsRecord, Hindrance, RunEvent, RunRecord, StopRecord, WaitRecord } from './event.ts';

/** What the events tell of the run as a whole, besides its scenarios. */
export type Circumstances = Pick<
  RunRecord,
  'bounds' | 'boundsChanges' | 'failOnFlaky' | 'shard' | 'stopped' | 'waits'
>;

type Telling = Extract<RunEvent, { type: 'runStarted' | 'admitted' | 'boundsChanged' | 'stopping' }>;

/** Gathers them from events; what never happened stays undefined. */
export class CircumstancesFold {
  readonly #waits = new Map<Hindrance, WaitRecord>();
  readonly #changes: BoundsRecord[] = [];
  #bounds: Resources | undefined;
  #given: Pick<Circumstances, 'failOnFlaky' | 'shard'> = {};
  #stopped: StopRecord | undefined;

  /** `beganMs` is when the run began, on the clock of the events. */
  add(event: Telling, beganMs: number): void {
    switch (event.type) {
      case 'runStarted':
        this.#bounds = event.bounds;
        this.#given = { failOnFlaky: event.failOnFlaky, shard: event.shard };
        return;
      case 'admitted':
        if (event.waited) this.#wait(event.waited);
        return;
      case 'boundsChanged': {
        const { bounds, reason, atMs } = event;
        this.#changes.push({ bounds, reason, afterMs: Math.max(0, atMs - beganMs) });
        return;
      }
      case 'stopping':
        this.#stopped ??= event.stop;
        return;
      default:
        event satisfies never;
    }
  }

  record(): Circumstances {
    return {
      stopped: this.#stopped,
      bounds: this.#bounds,
      boundsChanges: this.#changes.length > 0 ? [...this.#changes] : undefined,
      waits: this.#waits.size > 0 ? [...this.#waits.values()] : undefined,
      ...this.#given,
    };
  }

  #wait({ what, ms }: { readonly what: Hindrance; readonly ms: number }): void {
    const { scenarios, longestMs } = this.#waits.get(what) ?? { scenarios: 0, longestMs: 0 };
    this.#waits.set(what, { what, scenarios: scenarios + 1, longestMs: Math.max(longestMs, ms) });
  }
}
