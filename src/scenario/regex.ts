import { RE2JS, RE2JSException, RE2JSSyntaxException } from 're2js';
import type { Stretch } from './inside.ts';

export interface RegexFault {
  readonly message: string;
  /** Where in the pattern. */
  readonly stretch: Stretch;
}

/** Compiling is linear, but 50,000 characters take 70 ms; nobody writes that many. */
const MAX_LENGTH = 10_000;

/**
 * What is wrong with a pattern in RE2 / Rust `regex` syntax; undefined when nothing is. The engine matches in linear
 * time, so a pattern that compiles cannot be made to run for ever.
 */
export function regexFault(pattern: string): RegexFault | undefined {
  if (pattern.length > MAX_LENGTH) {
    return { message: `it is longer than ${MAX_LENGTH} characters`, stretch: { offset: 0, length: 1 } };
  }
  try {
    RE2JS.compile(pattern);
    return undefined;
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error;
    const part = error instanceof RE2JSSyntaxException ? (error.getPattern() ?? pattern) : pattern;
    return { message: explain(error, part), stretch: stretchOf(part, pattern) };
  }
}

function explain(error: RE2JSException, part: string): string {
  if (/^\(\?<?[=!]/.test(part)) return 'look-around is not supported; it cannot be matched in linear time';
  if (/^\\[1-9]/.test(part))
    return 'back-references are not supported; they cannot be matched in linear time';
  return error instanceof RE2JSSyntaxException ? error.getDescription() : error.message;
}

/** The engine names the faulty part but not where it stands; the first occurrence is taken. */
function stretchOf(part: string, pattern: string): Stretch {
  const offset = part === '' ? -1 : pattern.indexOf(part);
  return offset === -1 ? { offset: 0, length: pattern.length } : { offset, length: part.length };
}
