/** The work of a cycle, in the order in which it is done. */
export const stages = ['wait', 'scan', 'hash', 'lookup', 'render', 'validate', 'diff'] as const;

export type Stage = (typeof stages)[number];

/** Milliseconds each. */
export type Timings = Readonly<Record<Stage, number>>;

export type StageListener = (stage: Stage, startMs: number, endMs: number) => void;

/** Adds up how long each stage of a cycle takes. */
export interface Meter {
  time<T>(stage: Stage, work: () => T): T;
  add(stage: Stage, ms: number): void;
  /** Told of each stage when it ends; what is returned ends that. */
  listen(listener: StageListener): () => void;
  /** What was added up since the last call. */
  take(): Timings;
}

export function createMeter(now: () => number): Meter {
  const zero = (): Record<Stage, number> => ({
    wait: 0,
    scan: 0,
    hash: 0,
    lookup: 0,
    render: 0,
    validate: 0,
    diff: 0,
  });
  let sums = zero();
  let listener: StageListener | undefined;
  const add = (stage: Stage, ms: number) => {
    sums[stage] += ms;
  };
  return {
    time(stage, work) {
      const startMs = now();
      try {
        return work();
      } finally {
        const endMs = now();
        add(stage, endMs - startMs);
        listener?.(stage, startMs, endMs);
      }
    },
    add,
    listen(given) {
      listener = given;
      return () => {
        listener = undefined;
      };
    },
    take() {
      const taken = sums;
      sums = zero();
      return taken;
    },
  };
}
