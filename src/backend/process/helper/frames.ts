/**
 * Frames between the runner and its helper: a length of 32 bits, big endian, and so many bytes. Inside one, a text is
 * written the same way. Both ends of the connection are ours, so there is no version and no check beyond the length.
 */
export function frame(parts: readonly (Buffer | string)[]): Buffer {
  const body = parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part));
  const size = body.reduce((sum, part) => sum + part.length, 0);
  return Buffer.concat([number(size), ...body], 4 + size);
}

export function number(value: number): Buffer {
  const bytes = Buffer.allocUnsafe(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

/** A length and the text. */
export function sized(text: string): Buffer {
  const bytes = Buffer.from(text);
  return Buffer.concat([number(bytes.length), bytes]);
}

/** The texts of a frame that holds nothing else. */
export function textsOf(body: Buffer): string[] {
  const texts: string[] = [];
  for (let at = 0; at + 4 <= body.length; ) {
    const end = at + 4 + body.readUInt32BE(at);
    texts.push(body.toString('utf8', at + 4, end));
    at = end;
  }
  return texts;
}

/** Cuts a byte stream into frames, given out without their length. Holds at most one unfinished frame. */
export class FrameReader {
  readonly #onFrame: (body: Buffer) => void;
  #pending: Buffer[] = [];
  #size = 0;

  constructor(onFrame: (body: Buffer) => void) {
    this.#onFrame = onFrame;
  }

  push(chunk: Buffer): void {
    this.#pending.push(chunk);
    this.#size += chunk.length;
    if (this.#size < 4 + this.#wanted()) return;
    const [first = chunk] = this.#pending;
    const bytes = this.#pending.length === 1 ? first : Buffer.concat(this.#pending);
    let at = 0;
    while (at + 4 <= bytes.length && at + 4 + bytes.readUInt32BE(at) <= bytes.length) {
      const end = at + 4 + bytes.readUInt32BE(at);
      this.#onFrame(bytes.subarray(at + 4, end));
      at = end;
    }
    this.#pending = at < bytes.length ? [bytes.subarray(at)] : [];
    this.#size = bytes.length - at;
  }

  /** Length of the frame that has begun; more than can be there while that is not known yet. */
  #wanted(): number {
    if (this.#size < 4) return Number.POSITIVE_INFINITY;
    const [first] = this.#pending;
    if (first !== undefined && first.length >= 4) return first.readUInt32BE(0);
    this.#pending = [Buffer.concat(this.#pending)];
    return this.#pending[0]?.readUInt32BE(0) ?? Number.POSITIVE_INFINITY;
  }
}
