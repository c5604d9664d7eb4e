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

/** The images of one run: each is looked for, and fetched, once. */
export class Images {
  readonly #engine: Engine;
  readonly #found = new Map<string, Promise<ImageFacts | MissingImage>>();

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** What is known of an image, once it is there. Rejects when the engine breaks, or a pull comes to a halt. */
  get(name: string, options: ImageOptions): Promise<ImageFacts | MissingImage> {
    const key = `${options.policy} ${name}`;
    const known = this.#found.get(key) ?? this.#get(name, options);
    this.#found.set(key, known);
    // Asked for again after a fault: the next attempt may do better.
    known.catch(() => this.#found.delete(key));
    return known;
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
