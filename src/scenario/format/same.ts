import { isDeepStrictEqual } from 'node:util';
import { parseToml, type TomlData, toPlain } from '../toml/index.ts';
import { type Token, tokenize, withoutTrailingSpace } from './tokens.ts';

/**
 * Whether two texts say the same: token by token, comments and tags included, but for spaces, line ends and commas
 * before a closing bracket; and, where they are no templates, value by value as a parser reads them.
 */
export function saysTheSame(before: Original, after: string, template: boolean): boolean {
  if (!areEqual(significant(before.tokens), significant(tokenize(after, template)))) return false;
  return template || isDeepStrictEqual(before.root && toPlain(before.root), valuesOf(after));
}

/** A text that was read: what it is made of, and as what a parser reads it where it is no template. */
export interface Original {
  readonly tokens: readonly Token[];
  readonly root: ReturnType<typeof parseToml>['root'];
}

function areEqual(first: readonly string[], second: readonly string[]): boolean {
  return first.length === second.length && first.every((text, index) => text === second[index]);
}

function valuesOf(text: string): TomlData | undefined {
  const { root } = parseToml({ file: '', text });
  return root && toPlain(root);
}

/**
 * The tokens that matter. A key in several pieces, because of spaces around its dots, counts as one; a comma counts as
 * standing directly behind its item, before comments.
 */
function significant(tokens: readonly Token[]): string[] {
  const found: string[] = [];
  let last: Token | undefined;
  /** Just behind `last`. */
  let end = 0;
  for (const token of tokens) {
    if (token.kind === 'space' || token.kind === 'newline') continue;
    if (token.kind === 'comment') {
      found.push(withoutTrailingSpace(token.text));
      continue;
    }
    if (isMark(token, ',')) {
      found.splice(end++, 0, token.text);
    } else {
      if (isMark(last, ',') && isMark(token, ']', '}')) found.splice(end - 1, 1);
      found.push(isOneKey(last, token) ? found.pop() + token.text : token.text);
      end = found.length;
    }
    last = token;
  }
  return found;
}

function isOneKey(first: Token | undefined, second: Token): boolean {
  return first !== undefined && (first.text.endsWith('.') || second.text.startsWith('.'));
}

function isMark(token: Token | undefined, ...marks: readonly string[]): boolean {
  return token?.kind === 'mark' && marks.includes(token.text);
}
