import type { Place } from '../../../diagnostic/index.ts';
import type { Lines } from '../lines.ts';

/** What an explanation may look at: the text, and where in it reading came to a stop. */
export interface View {
  readonly lines: Lines;
  readonly text: string;
  /** Offset of the character that does not fit; the length of the text at its end. */
  readonly at: number;
  /** Where the statement, and where the key or value being read, begins. */
  readonly statement: number;
  readonly token: number;
  /** Offsets of the brackets and braces that are open, outermost first. */
  readonly opened: readonly number[];
}

const MOST_SHOWN = 40;

/** Characters that look like something else, or like nothing. */
const lookalikes = new Map([
  ['\u00a0', 'a no-break space'],
  ['\u2007', 'a figure space'],
  ['\u202f', 'a narrow no-break space'],
  ['\u3000', 'an ideographic space'],
  ['\u200b', 'a zero width space'],
  ['\u2060', 'a word joiner'],
  ['\ufeff', 'a byte order mark'],
  ['\u201c', 'a curly quote'],
  ['\u201d', 'a curly quote'],
  ['\u201e', 'a curly quote'],
  ['\u2018', 'a curly quote'],
  ['\u2019', 'a curly quote'],
  ['\u2013', 'an en dash'],
  ['\u2014', 'an em dash'],
  ['\uff1d', 'a full-width equals sign'],
  ['\uff1a', 'a full-width colon'],
  ['\uff0c', 'a full-width comma'],
]);

/** Letters of any script, which people expect to be allowed in bare keys. */
export const LETTER = /[\p{L}\p{M}\p{N}]/u;

/** The character at an offset, whole even when it takes two units; empty at the end of the text. */
export function charAt(text: string, offset: number): string {
  const point = text.codePointAt(offset);
  return point === undefined ? '' : String.fromCodePoint(point);
}

/** How a message names the character at an offset. */
export function nameOf(text: string, offset: number): string {
  const char = charAt(text, offset);
  if (char === '') return 'the end of the file';
  if (char === '\n' || char === '\r') return 'the end of the line';
  if (char === '\t') return 'a tab';
  if (char === ' ') return 'a space';
  if (char === '"') return 'a double quote';
  if (char === "'") return 'a single quote';
  const code = `U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
  const known = lookalikes.get(char);
  if (known !== undefined) return `${known} (${code})`;
  return /[\p{C}\p{Z}]/u.test(char) ? `the character ${code}` : `"${char}"`;
}

/** Whether the character is one of those that look like plain spaces, quotes or signs but are not. */
export function isLookalike(text: string, offset: number): boolean {
  return lookalikes.has(charAt(text, offset));
}

/** A piece of the input for a message: on one line, and cut when it is long. */
export function shown(text: string): string {
  const line = text.split('\n', 1)[0] ?? '';
  // A cut must not leave half of a surrogate pair.
  return line.length <= MOST_SHOWN
    ? line
    : `${line.slice(0, MOST_SHOWN - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

/** Offset of the end of the line, before its line break. */
export function lineEnd(text: string, offset: number): number {
  const feed = text.indexOf('\n', offset);
  if (feed === -1) return text.length;
  return feed > offset && text[feed - 1] === '\r' ? feed - 1 : feed;
}

/** The end of the text on this line before blanks and a comment (`#` after a blank). */
export function contentEnd(text: string, offset: number): number {
  const line = text.slice(offset, lineEnd(text, offset));
  const comment = line.search(/[ \t]#/);
  return offset + (comment === -1 ? line : line.slice(0, comment)).trimEnd().length;
}

/** The place of the one character at `at`. */
export function placeAt(view: View): Place {
  return view.lines.place(view.at, view.at + Math.max(1, charAt(view.text, view.at).length));
}

/** A TOML string with this content; JSON's escapes are all TOML's too. */
export function quoted(content: string): string {
  return JSON.stringify(content);
}
