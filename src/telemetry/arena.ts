/** Bytes that are kept, and where in them they begin. */
export interface Kept {
  readonly bytes: Buffer;
  readonly at: number;
}

const FIRST_SLAB = 64 * 1024;
const LARGEST_SLAB = 1024 * 1024;

/**
 * Keeps copies of request bodies side by side in a few large buffers. A sender that exports span by span makes thousands of small
 * bodies, and a buffer object for each would cost more than the span in it. Slabs grow from 64 KiB to 1 MiB.
 */
export class Arena {
  #slab = Buffer.allocUnsafeSlow(0);
  #offered: Buffer | undefined;
  #used = 0;
  #allocated = 0;

  /** Bytes allocated so far, unused ends of slabs included. */
  get allocated(): number {
    return this.#allocated;
  }

  /** Where a body can be put together; {@link keep} takes what is there without a copy, unless something was kept between. */
  room(length: number): Buffer {
    if (length > LARGEST_SLAB / 4) {
      this.#offered = Buffer.allocUnsafeSlow(length);
      return this.#offered;
    }
    if (length > this.#slab.length - this.#used) this.#grow(length);
    return this.#slab.subarray(this.#used, this.#used + length);
  }

  keep(body: Buffer): Kept {
    const { buffer, byteOffset, length } = body;
    // Slabs and large bodies have an ArrayBuffer to themselves, so that offsets in it are offsets in them.
    if (buffer === this.#slab.buffer) {
      this.#used = byteOffset + length;
      return { bytes: this.#slab, at: byteOffset };
    }
    if (buffer === this.#offered?.buffer) {
      const bytes = this.#offered;
      this.#offered = undefined;
      this.#allocated += bytes.length;
      return { bytes, at: byteOffset };
    }
    if (body.length > this.#slab.length - this.#used) {
      // A body that would take up most of a slab gets a buffer to itself, and the slab stays in use.
      if (body.length > LARGEST_SLAB / 4) return { bytes: this.#own(body), at: 0 };
      this.#grow(body.length);
    }
    const at = this.#used;
    body.copy(this.#slab, at);
    this.#used += body.length;
    return { bytes: this.#slab, at };
  }

  /** Forgets what was kept last; nothing of it may be referred to any more. */
  undo(kept: Kept): void {
    if (kept.bytes === this.#slab) this.#used = kept.at;
    else this.#allocated -= kept.bytes.length;
  }

  #grow(atLeast: number): void {
    const size = Math.max(atLeast, Math.min(LARGEST_SLAB, Math.max(FIRST_SLAB, this.#slab.length * 2)));
    // Not from Node's shared pool, which other users of it would keep alive.
    this.#slab = Buffer.allocUnsafeSlow(size);
    this.#used = 0;
    this.#allocated += size;
  }

  #own(body: Buffer): Buffer {
    this.#allocated += body.length;
    const copy = Buffer.allocUnsafeSlow(body.length);
    body.copy(copy);
    return copy;
  }
}
