import type { CapturedOutput } from '../contract.ts';
import { BoundedBytes } from './bytes.ts';
import { plainText } from './plain.ts';

/** Kept of each end of a stream when the command does not say. */
export const DEFAULT_KEEP_BYTES = 64 * 1024;

/**
 * Keeps the first and the last `keepBytes` bytes of a stream and counts the rest. The memory used is bounded by twice
 * `keepBytes`, however much arrives and whether or not it has line breaks; the tail is allocated when the head is full.
 */
export class OutputCapture {
  readonly #keepBytes: number;
  readonly #head: BoundedBytes;
  #tail: TailBytes | undefined;
  #bytes = 0;

  constructor(keepBytes: number = DEFAULT_KEEP_BYTES) {
    this.#keepBytes = keepBytes;
    this.#head = new BoundedBytes(keepBytes);
  }

  push(chunk: Buffer): void {
    this.#bytes += chunk.length;
    const taken = this.#head.append(chunk);
    if (taken === chunk.length) return;
    this.#tail ??= new TailBytes(this.#keepBytes);
    this.#tail.push(chunk.subarray(taken));
  }

  /** So many bytes came that are not kept: head and tail were cut before they got here. */
  skip(bytes: number): void {
    this.#bytes += bytes;
  }

  /** What is known so far; may be called again while more arrives. */
  output(): CapturedOutput {
    const head = this.#head.view();
    const tail = this.#tail?.bytes() ?? Buffer.alloc(0);
    if (head.length + tail.length === this.#bytes) {
      return { text: plainText(decode(Buffer.concat([head, tail]))), bytes: this.#bytes, omittedBytes: 0 };
    }
    const first = withoutCutEnd(head);
    const last = withoutCutStart(tail);
    const omittedBytes = this.#bytes - first.length - last.length;
    const text = `${plainText(decode(first))}\n[... ${omittedBytes} bytes omitted ...]\n${plainText(decode(last))}`;
    return { text, bytes: this.#bytes, omittedBytes };
  }
}

/** The last `limit` bytes of what was pushed, in a ring. */
class TailBytes {
  readonly #ring: Buffer;
  /** Bytes ever written; the next one goes to this position modulo the ring's size. */
  #written = 0;

  constructor(limit: number) {
    this.#ring = Buffer.allocUnsafe(limit);
  }

  push(chunk: Buffer): void {
    const size = this.#ring.length;
    if (size === 0) return;
    const kept = chunk.subarray(Math.max(0, chunk.length - size));
    const start = (this.#written + chunk.length - kept.length) % size;
    const untilEdge = Math.min(kept.length, size - start);
    kept.copy(this.#ring, start, 0, untilEdge);
    kept.copy(this.#ring, 0, untilEdge);
    this.#written += chunk.length;
  }

  bytes(): Buffer {
    const size = this.#ring.length;
    if (this.#written <= size) return this.#ring.subarray(0, this.#written);
    const start = this.#written % size;
    return Buffer.concat([this.#ring.subarray(start), this.#ring.subarray(0, start)]);
  }
}

function decode(bytes: Buffer): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}

const isContinuation = (byte: number | undefined) => byte !== undefined && (byte & 0xc0) === 0x80;

/** Drops a multi-byte character that the cut split, at most three bytes, so that it does not read as invalid UTF-8. */
function withoutCutEnd(bytes: Buffer): Buffer {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back];
    if (isContinuation(byte)) continue;
    const wanted = byte === undefined ? 1 : sequenceLength(byte);
    return wanted > back ? bytes.subarray(0, bytes.length - back) : bytes;
  }
  return bytes;
}

/** By its first byte; 1 for one that no character begins with (RFC 3629, section 4). */
function sequenceLength(lead: number): number {
  if (lead < 0xc2 || lead > 0xf4) return 1;
  return lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
}

function withoutCutStart(bytes: Buffer): Buffer {
  let skipped = 0;
  while (skipped < 3 && isContinuation(bytes[skipped])) skipped++;
  return bytes.subarray(skipped);
}
