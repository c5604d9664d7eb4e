/** What a pattern asks for that is no more than a text. */
export interface PlainPattern {
  readonly test: 'contains' | 'starts_with' | 'ends_with' | 'equals';
  readonly text: string;
}

/** Signs that mean something other than themselves, in RE2 and Rust's `regex` alike. */
const SIGNS = '.+*?()|[]{}^$\\';

/**
 * The text that a regular expression looks for, when that is all it does: plain characters and escaped signs, perhaps
 * anchored, or with `.*` at an end where anything may stand anyway. Undefined for every other pattern.
 */
export function plainPattern(pattern: string): PlainPattern | undefined {
  const atStart = pattern.startsWith('^');
  const start = atStart ? 1 : pattern.startsWith('.*') ? 2 : 0;
  let text = '';
  let at = start;
  for (; at < pattern.length; at++) {
    const char = pattern.charAt(at);
    if (char === '\\') {
      const next = pattern.charAt(++at);
      // `\<` and `\>` are boundaries of words in newer versions of Rust's `regex`.
      if (!/[!-/:;=?@[-`{-~]/.test(next)) return undefined;
      text += next;
    } else if (SIGNS.includes(char)) break;
    else text += char;
  }
  const rest = pattern.slice(at);
  if (text === '' || !['', '$', '.*'].includes(rest)) return undefined;
  const atEnd = rest === '$';
  const test = atStart && atEnd ? 'equals' : atStart ? 'starts_with' : atEnd ? 'ends_with' : 'contains';
  return { test, text };
}

/** The key that says the same as `matches` or `not_matches` of a table; undefined where the table has none. */
export function plainKey(
  table: 'Operators' | 'OutputExpectation',
  key: string,
  { test }: PlainPattern,
): string | undefined {
  return keys.get(`${table}.${key}.${test}`);
}

const keys: ReadonlyMap<string, string> = new Map([
  ['Operators.matches.contains', 'contains'],
  ['Operators.matches.starts_with', 'starts_with'],
  ['Operators.matches.ends_with', 'ends_with'],
  ['Operators.matches.equals', 'eq'],
  ['OutputExpectation.matches.contains', 'contains'],
  // Both overlook one newline at the end.
  ['OutputExpectation.matches.equals', 'equals'],
  ['OutputExpectation.not_matches.contains', 'not_contains'],
]);
