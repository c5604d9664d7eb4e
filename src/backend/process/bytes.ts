/** A buffer that grows by doubling up to a bound; what does not fit is refused, not dropped silently. */
export class BoundedBytes {
  readonly #limit: number;
  #buffer = Buffer.alloc(0);
  #length = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get length(): number {
    return this.#length;
  }

  /** Takes as much of the chunk as fits and returns how many bytes that was. */
  append(chunk: Buffer): number {
    const taken = Math.min(chunk.length, this.#limit - this.#length);
    this.#reserve(this.#length + taken);
    chunk.copy(this.#buffer, this.#length, 0, taken);
    this.#length += taken;
    return taken;
  }

  /** A view, valid until the next append or clear. */
  view(): Buffer {
    return this.#buffer.subarray(0, this.#length);
  }

  clear(): void {
    this.#length = 0;
  }

  #reserve(length: number): void {
    if (length <= this.#buffer.length) return;
    const grown = Buffer.allocUnsafe(Math.min(this.#limit, Math.max(length, this.#buffer.length * 2, 256)));
    this.#buffer.copy(grown, 0, 0, this.#length);
    this.#buffer = grown;
  }
}
