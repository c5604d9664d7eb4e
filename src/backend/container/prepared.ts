import type { Container, ContainerRequest } from './container.ts';

type OnData = ContainerRequest['onData'];

/** A container that was made before its service is to be started. It is taken for it, or makes way for others. */
export class PreparedContainer {
  readonly #container: Promise<Container>;
  #onData: OnData = () => {};
  #isFree = true;

  /** `make` is called at once. */
  constructor(make: (onData: OnData) => Promise<Container>) {
    this.#container = make((stream, chunk) => this.#onData(stream, chunk));
    // Whoever takes it is told.
    this.#container.catch(() => {});
  }

  /** Nobody has it, and it has not made way. */
  get isFree(): boolean {
    return this.#isFree;
  }

  /** It is the caller's from now on. Undefined when it has made way; rejects when it could not be made. */
  take(onData: OnData): Promise<Container> | undefined {
    if (!this.#isFree) return undefined;
    this.#isFree = false;
    this.#onData = onData;
    return this.#container;
  }

  /** Removes it, unless somebody has it. */
  async dismiss(): Promise<void> {
    if (!this.#isFree) return;
    this.#isFree = false;
    const container = await this.#container.catch(() => undefined);
    await container?.remove();
  }
}
