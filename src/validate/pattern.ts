import { compilePattern, isPattern, type Pattern } from '../scenario/index.ts';

/** A compiled pattern, in the syntax the loader checked; undefined for one that does not compile. */
export function compiled(source: string): Pattern | undefined {
  const pattern = compilePattern(source);
  return isPattern(pattern) ? pattern : undefined;
}

/** Begins with a plain character that has to be there, and has no alternative to it. */
const NEEDS_A_CHARACTER = /^\^?[\w "/:<=>-](?![*?{])[^|]*$/;

/** What may hold in the empty text and not in another: anchors and word boundaries. */
const ASSERTION = /\^|\$|\\[AbBz]/;

/**
 * Whether a pattern surely matches every text, so that asking for it asks nothing. What matches the empty text does so
 * at the start of any text, unless an assertion stands in the way; one at the very start, or at the very end, holds
 * there too. May say no where yes were right.
 */
export function matchesEverything(source: string): boolean {
  // The first look spares most files the loading of re2js, which takes 6 ms.
  if (NEEDS_A_CHARACTER.test(source)) return false;
  if (!compiled(source)?.test('')) return false;
  const [prefix, flags = ''] = /^\(\?([a-z]+)\)/.exec(source) ?? [''];
  const parts = /^(\^|\\A)?(.*?)((?<!\\)\$|\\z)?$/s.exec(source.slice(prefix.length));
  const [, start, middle = '', end] = parts ?? [];
  if (ASSERTION.test(withoutClasses(middle))) return false;
  if (start && end) return isWhole(middle, flags);
  // An alternation binds less than an anchor: in `^a|b*` only one branch has it.
  return !(start || end) || !middle.includes('|');
}

/** Between both anchors the dot has to take line ends, or the anchors have to hold at them. */
function isWhole(middle: string, flags: string): boolean {
  if (/^\(?\[(\\s\\S|\\S\\s)\]\*\)?$/.test(middle)) return true;
  return /^\(?\.\*\)?$/.test(middle) && /[sm]/.test(flags);
}

/** Without escaped characters and `[...]`, in which the signs of assertions mean themselves. */
function withoutClasses(source: string): string {
  return source.replace(/\\[^AbBz]/gs, '').replace(/\[\^?\]?[^\]]*\]/g, '');
}
