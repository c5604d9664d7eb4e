import { meantAsStatement } from './statement.ts';

const INTERESTING = /"""|'''|["'#[\]{}\n]/g;

export interface Resumption {
  readonly offset: number;
  /** Whether the broken statement, or a line passed over, may be a header: then it is unknown which table is open. */
  readonly tableUnknown: boolean;
}

/**
 * Where reading can go on after a statement with a syntax error: the beginning of the next line that begins a statement
 * and cannot be a part of the broken one. Undefined when that is not certain, so that no line is judged out of its
 * context: brackets stay open, or a multi-line string is not closed.
 */
export function resumeAfter(text: string, statement: number, at: number): Resumption | undefined {
  const end = statementEnd(text, statement, at);
  if (end === undefined) return undefined;
  let tableUnknown = text[statement] === '[';
  for (let offset = end; offset < text.length; ) {
    if (meantAsStatement(text, offset)) return { offset, tableUnknown };
    const feed = text.indexOf('\n', offset);
    if (feed === -1) return undefined;
    tableUnknown ||= text.slice(offset, feed).trimStart().startsWith('[');
    offset = feed + 1;
  }
  return undefined;
}

/** Offset after the line break that ends the statement: the first one outside of brackets and strings, after `at`. */
function statementEnd(text: string, statement: number, at: number): number | undefined {
  // A header is one line, however its brackets are.
  const header = text[statement] === '[';
  let depth = 0;
  let offset = statement;
  for (;;) {
    INTERESTING.lastIndex = offset;
    const found = INTERESTING.exec(text);
    if (found === null) return undefined;
    const mark = found[0];
    offset = found.index + mark.length;
    if (mark === '\n') {
      if (depth === 0 && offset > at) return offset;
    } else if (mark === '[' || mark === '{') {
      if (!header) depth++;
    } else if (mark === ']' || mark === '}') {
      depth = Math.max(0, depth - 1);
    } else {
      const after = skipText(text, offset, mark);
      if (after === undefined) return undefined;
      offset = after;
    }
  }
}

/** The end of a comment or string; a string on one line that is not closed ends with its line. */
function skipText(text: string, from: number, mark: string): number | undefined {
  if (mark.length === 3) {
    const close = text.indexOf(mark, from);
    return close === -1 ? undefined : close + 3;
  }
  const feed = text.indexOf('\n', from);
  const lineEnd = feed === -1 ? text.length : feed;
  if (mark === '#') return lineEnd;
  for (let offset = from; offset < lineEnd; offset++) {
    if (text[offset] === mark) return offset + 1;
    if (mark === '"' && text[offset] === '\\') offset++;
  }
  return lineEnd;
}
