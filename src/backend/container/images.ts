import type { PullPolicy } from '../contract.ts';
import { BackendFault } from '../fault.ts';
import type { Engine, ImageFacts, PullProgress } from './engine/engine.ts';
import { EngineFault } from './engine/fault.ts';

export interface ImageOptions {
  readonly policy: PullPolicy;
  /** So long a pull may show no sign of life. */
  readonly idleMs: number;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((image: string, line: PullProgress) => void) | undefined;
}

/** A look, or a fetch, that several may wait for. It goes on as long as one of them does. */
interface Shared {
  readonly outcome: Promise<ImageFacts | MissingImage>;
  readonly giveUp: AbortController;
  waiting: number;
  isDone: boolean;
}

/** The images of one run: each is looked for, and fetched, once. */
export class Images {
  readonly #engine: Engine;
  readonly #found = new Map<string, Shared>();

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /**
   * What is known of an image, once it is there. Rejects when the engine breaks, a pull comes to a halt, or the signal is
   * aborted; others that wait for the same image are not affected by that.
   */
  async get(name: string, options: ImageOptions): Promise<ImageFacts | MissingImage> {
    const { signal } = options;
    signal?.throwIfAborted();
    const key = `${options.policy} ${name}`;
    const known = this.#found.get(key);
    const shared = known && !known.giveUp.signal.aborted ? known : this.#begin(key, name, options);
    shared.waiting++;
    try {
      return await unlessAborted(shared.outcome, signal);
    } finally {
      shared.waiting--;
      if (shared.waiting === 0 && !shared.isDone) shared.giveUp.abort();
    }
  }

  #begin(key: string, name: string, options: ImageOptions): Shared {
    const giveUp = new AbortController();
    const outcome = this.#get(name, { ...options, signal: giveUp.signal });
    const shared: Shared = { outcome, giveUp, waiting: 0, isDone: false };
    this.#found.set(key, shared);
    outcome.then(
      () => {
        shared.isDone = true;
      },
      // Asked for again: the next attempt may do better.
      () => {
        if (this.#found.get(key) === shared) this.#found.delete(key);
      },
    );
    return shared;
  }

  async #get(name: string, options: ImageOptions): Promise<ImageFacts | MissingImage> {
    const found = options.policy === 'always' ? undefined : await this.#engine.image(name);
    if (found) return found;
    if (options.policy === 'never') return { missing: `there is no image ${name} in the engine` };
    try {
      const { idleMs, signal, onProgress } = options;
      await this.#engine.pull(name, { idleMs, signal, onProgress: (line) => onProgress?.(name, line) });
    } catch (error) {
      if (!(error instanceof EngineFault) || error.problem.kind !== 'refused') throw error;
      return { missing: `the image ${name} cannot be pulled: ${error.problem.message}` };
    }
    const pulled = await this.#engine.image(name);
    return pulled ?? { missing: `the image ${name} was pulled, but the engine has none of that name` };
  }
}

/** The engine has no such image and got none; in words for people. */
export interface MissingImage {
  readonly missing: string;
}

export function missingImage(name: string, { missing }: MissingImage): BackendFault {
  return new BackendFault(
    'SW6302',
    missing,
    `build it or fetch it: \`spanwright pull\`, or \`docker pull ${name}\``,
  );
}

async function unlessAborted<T>(outcome: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return await outcome;
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const abort = () => reject(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([outcome, aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
