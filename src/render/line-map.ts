import { type CallSite, callIntoLibrary, type Site } from './fault.ts';

/** Where a character of rendered text comes from. */
export interface Origin {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 units. */
  readonly column: number;
  /** Whether it is text of the template itself, and so mapped character by character; else the tag that made it. */
  readonly literal: boolean;
  /** The calls that led there, innermost first: macro calls, includes, blocks. Empty for the file itself. */
  readonly stack: readonly Omit<CallSite, 'parent'>[];
}

/** The pieces of a rendered text as columns of numbers, in order of offset. */
export interface Pieces {
  readonly starts: readonly number[];
  readonly lines: readonly number[];
  readonly columns: readonly number[];
  readonly literal: readonly boolean[];
  readonly sites: readonly Site[];
}

/** From places in a rendered text back to the template, through macros, includes, imports and loops. */
export class LineMap {
  private readonly text: string;
  private readonly pieces: Pieces;
  private lineStarts: readonly number[] | undefined;

  constructor(text: string, pieces: Pieces) {
    this.text = text;
    this.pieces = pieces;
  }

  /**
   * Origin of a place in the rendered text; line and column from 1. A place past the end of a line or of the text is
   * taken for its last character. Undefined only for an empty text.
   */
  originOf(line: number, column: number): Origin | undefined {
    const starts = this.startsOfLines();
    const start = starts[line - 1];
    const end = starts[line] ?? this.text.length + 1;
    const offset = start === undefined ? this.text.length - 1 : Math.min(start + column - 1, end - 1);
    return this.originAt(Math.max(0, Math.min(offset, this.text.length - 1)));
  }

  /** Origin of the character at an offset of the rendered text, in UTF-16 units from 0. */
  originAt(offset: number): Origin | undefined {
    const { starts, lines, columns, literal, sites } = this.pieces;
    const at = lastNotAfter(starts, offset);
    const site = sites[at];
    const start = starts[at];
    if (site === undefined || start === undefined) return undefined;
    const use = callIntoLibrary(site);
    if (use)
      return {
        file: use.file,
        line: use.line,
        column: use.column,
        literal: false,
        stack: stackOf(use.parent),
      };
    const origin = {
      file: site.file,
      line: (lines[at] ?? 0) + 1,
      column: (columns[at] ?? 0) + 1,
      literal: literal[at] ?? false,
      stack: stackOf(site.via),
    };
    if (!origin.literal) return origin;
    const lineStarts = this.startsOfLines();
    const line = lastNotAfter(lineStarts, offset);
    const further = line - lastNotAfter(lineStarts, start);
    if (further === 0) return { ...origin, column: origin.column + offset - start };
    return { ...origin, line: origin.line + further, column: offset - (lineStarts[line] ?? 0) + 1 };
  }

  private startsOfLines(): readonly number[] {
    this.lineStarts ??= startsOfLines(this.text);
    return this.lineStarts;
  }
}

function stackOf(via: CallSite | undefined): Omit<CallSite, 'parent'>[] {
  const stack: Omit<CallSite, 'parent'>[] = [];
  for (let call = via; call !== undefined; call = call.parent) {
    stack.push({ what: call.what, file: call.file, line: call.line, column: call.column });
  }
  return stack;
}

/** Index of the last element that is not greater; -1 when all are. */
function lastNotAfter(sorted: readonly number[], wanted: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) <= wanted) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function startsOfLines(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}
