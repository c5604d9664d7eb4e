/** Time as the loop needs it; the real one is {@link systemClock}. */
export interface Clock {
  /** Monotonic milliseconds. */
  now(): number;
  /** Calls back once; what is returned calls it off. */
  after(ms: number, call: () => void): () => void;
  /** Calls back as soon as everything that has happened was heard. */
  soon(call: () => void): void;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  after(ms, call) {
    const timer = setTimeout(call, ms);
    return () => clearTimeout(timer);
  },
  soon: (call) => void setImmediate(call),
};
