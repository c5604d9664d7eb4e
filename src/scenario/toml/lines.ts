import type { Place } from '../../diagnostic/index.ts';

const CARRIAGE_RETURN = 0x0d;

/**
 * Turns offsets into places. Line starts are found as offsets grow, so reading a file front to back costs one search
 * for each line; earlier offsets are found by bisection.
 */
export class Lines {
  readonly file: string;
  readonly text: string;
  /** Offset of the first character of each line seen so far. */
  private readonly starts: number[] = [0];
  /** Start of the last line in `starts`. */
  private lastStart = 0;
  /** Offset of the line feed that ends it, or the length of the text. */
  private lastEnd: number;

  constructor(file: string, text: string) {
    this.file = file;
    this.text = text;
    this.lastEnd = this.endFrom(0);
  }

  /** The place from `start` up to `end` (exclusive), cut at the end of the line; at least one unit wide. */
  place(start: number, end: number): Place {
    if (start > this.lastEnd) this.advance(start);
    if (start >= this.lastStart) return this.on(this.starts.length, this.lastStart, this.lastEnd, start, end);
    const line = this.lineOf(start);
    const lineStart = this.starts[line - 1] ?? 0;
    return this.on(line, lineStart, (this.starts[line] ?? 0) - 1, start, end);
  }

  /** 1-based line of an offset. */
  lineOf(offset: number): number {
    if (offset > this.lastEnd) this.advance(offset);
    let low = 0;
    let high = this.starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((this.starts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return low + 1;
  }

  private on(line: number, lineStart: number, lineEnd: number, start: number, end: number): Place {
    return { file: this.file, line, column: start - lineStart + 1, length: this.width(start, end, lineEnd) };
  }

  private width(start: number, end: number, lineEnd: number): number {
    if (end <= lineEnd) return Math.max(1, end - start);
    const lastUnit = this.text.charCodeAt(lineEnd - 1) === CARRIAGE_RETURN ? lineEnd - 1 : lineEnd;
    return Math.max(1, lastUnit - start);
  }

  private advance(offset: number): void {
    while (offset > this.lastEnd) {
      this.lastStart = this.lastEnd + 1;
      this.starts.push(this.lastStart);
      this.lastEnd = this.endFrom(this.lastStart);
    }
  }

  private endFrom(start: number): number {
    const end = this.text.indexOf('\n', start);
    return end === -1 ? this.text.length : end;
  }
}
