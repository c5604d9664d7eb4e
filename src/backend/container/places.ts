/**
 * How many containers may exist at the same time. A place is given back only when the engine has removed its container, so
 * that the bound holds for what exists, not for what is in use; first come, first served.
 */
export class Places {
  #free: number;
  readonly #waiting: (() => void)[] = [];

  constructor(places: number) {
    this.#free = places;
  }

  /** Whether the next who wants one has to wait. */
  get full(): boolean {
    return this.#free === 0;
  }

  get awaited(): boolean {
    return this.#waiting.length > 0;
  }

  /** Resolves to the way to give it back, which may be called once; rejects when the signal is aborted meanwhile. */
  async take(signal: AbortSignal): Promise<() => void> {
    signal.throwIfAborted();
    if (this.#free > 0) this.#free--;
    else await this.#turn(signal);
    return () => this.#giveBack();
  }

  /** One that nobody has to wait for; undefined when there is none. */
  takeFree(): (() => void) | undefined {
    if (this.#free === 0) return undefined;
    this.#free--;
    return () => this.#giveBack();
  }

  #turn(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const turn = () => {
        signal.removeEventListener('abort', giveUp);
        resolve();
      };
      const giveUp = () => {
        this.#waiting.splice(this.#waiting.indexOf(turn), 1);
        reject(signal.reason);
      };
      signal.addEventListener('abort', giveUp, { once: true });
      this.#waiting.push(turn);
    });
  }

  #giveBack(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#free++;
  }
}
