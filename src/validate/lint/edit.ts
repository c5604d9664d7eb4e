import type { Fix, Place } from '../../diagnostic/index.ts';
import type { LocatedEntry } from '../../scenario/index.ts';
import type { LintSubject } from './rule.ts';

/** From the key of an entry to the end of its value, where both stand on one line with nothing but `=` between them. */
export function assignmentPlace(
  { keyPlace, value }: LocatedEntry,
  raw: LintSubject['raw'],
): Place | undefined {
  const start = keyPlace.column + keyPlace.length;
  if (value.place.line !== keyPlace.line || value.place.column < start) return undefined;
  const between = { ...keyPlace, column: start, length: value.place.column - start };
  if (!/^[ \t]*=[ \t]*$/.test(raw(between))) return undefined;
  return { ...keyPlace, length: value.place.column + value.place.length - keyPlace.column };
}

export function writing(place: Place, text: string): Fix {
  return { title: text === '' ? 'Remove it' : `Write ${text}`, place, text };
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are exactly the characters that need an escape
const CONTROL = /[\u0000-\u001f\u007f]/;

/**
 * A string on one line as TOML: between single quotes where that saves escapes. Undefined for text with control
 * characters, which nobody rewrites by the way.
 */
export function tomlString(text: string): string | undefined {
  if (CONTROL.test(text) || !text.isWellFormed()) return undefined;
  return /["\\]/.test(text) && !text.includes("'") ? `'${text}'` : JSON.stringify(text);
}
