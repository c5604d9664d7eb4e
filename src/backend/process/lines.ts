import { BoundedBytes } from './bytes.ts';
import { plainText } from './plain.ts';

/** Longer lines are tested by their beginning; the rest of such a line is dropped. */
const MAX_LINE_BYTES = 64 * 1024;

/**
 * Cuts a byte stream into lines: `\n` or `\r\n` ends one, invalid UTF-8 is replaced and control sequences are removed.
 * A line without its line break is never reported, because more of it may follow. Memory is bounded by one line.
 */
export class LineSplitter {
  readonly #onLine: (line: string) => void;
  readonly #pending = new BoundedBytes(MAX_LINE_BYTES);

  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine;
  }

  push(chunk: Buffer): void {
    let start = 0;
    for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, start)) {
      this.#pending.append(chunk.subarray(start, end));
      this.#emit();
      start = end + 1;
    }
    this.#pending.append(chunk.subarray(start));
  }

  #emit(): void {
    const text = this.#pending.view().toString('utf8');
    this.#pending.clear();
    this.#onLine(plainText(text.endsWith('\r') ? text.slice(0, -1) : text));
  }
}
