import { compilePattern, isPattern } from '../../scenario/index.ts';

/** Patterns that find something in every text. */
const everywhere: ReadonlySet<string> = new Set([
  '',
  '.*',
  '^',
  '$',
  '^.*',
  '.*$',
  '(.*)',
  '(?s).*',
  '(?s)^.*$',
]);

/**
 * The text that a regular expression searches for, when it is no more than that: `orders/new`, `a\.b`. The empty text
 * for one that finds something everywhere. Undefined for all others.
 */
export function literalOf(source: string): string | undefined {
  if (everywhere.has(source)) return '';
  if (/[.+*?()|[\]{}^$]/.test(source.replace(/\\./gs, ''))) return undefined;
  // A backslash before a letter or digit means something; before anything else it means the sign itself.
  if (/\\(?:[\p{L}\p{N}]|$)/u.test(source)) return undefined;
  return source.replace(/\\(.)/gs, '$1');
}

/** Undefined when the pattern does not compile, which the loader reports. */
export function patternTest(source: string): ((text: string) => boolean) | undefined {
  const pattern = compilePattern(source);
  return isPattern(pattern) ? (text) => pattern.test(text) : undefined;
}
