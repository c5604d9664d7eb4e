import type { OutputStream } from '../../process/spawn.ts';

const HEADER_BYTES = 8;

/**
 * Takes apart what an engine sends of two output streams over one connection: frames of a header (stream, three zeros,
 * length in big-endian order) and their bytes. Nothing is collected but the header, whatever length it announces, so a
 * frame of four gigabytes costs no more than one of four bytes. Source: Docker Engine API, "Stream format".
 */
export class Demultiplexer {
  readonly #onData: (stream: OutputStream, chunk: Buffer) => void;
  readonly #header = Buffer.alloc(HEADER_BYTES);
  #headerBytes = 0;
  #stream: OutputStream = 'stdout';
  /** Bytes still to come of the frame that was begun. */
  #left = 0;

  constructor(onData: (stream: OutputStream, chunk: Buffer) => void) {
    this.#onData = onData;
  }

  push(chunk: Buffer): void {
    let rest = chunk;
    while (rest.length > 0) rest = this.#left > 0 ? this.#takeBytes(rest) : this.#takeHeader(rest);
  }

  #takeHeader(chunk: Buffer): Buffer {
    const taken = chunk.copy(this.#header, this.#headerBytes, 0, HEADER_BYTES - this.#headerBytes);
    this.#headerBytes += taken;
    if (this.#headerBytes === HEADER_BYTES) {
      this.#headerBytes = 0;
      this.#stream = this.#header[0] === 2 ? 'stderr' : 'stdout';
      this.#left = this.#header.readUInt32BE(4);
    }
    return chunk.subarray(taken);
  }

  #takeBytes(chunk: Buffer): Buffer {
    const bytes = chunk.subarray(0, this.#left);
    this.#left -= bytes.length;
    this.#onData(this.#stream, bytes);
    return chunk.subarray(bytes.length);
  }
}
