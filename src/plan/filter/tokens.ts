import type { ConditionFault } from '../../scenario/index.ts';

/** A piece of a selection; `offset` counts UTF-16 units from 0. */
export interface Token {
  /** A `call` is a word with what stands in the parentheses behind it, such as `name(/re/)`. */
  readonly kind: 'word' | 'text' | 'call' | 'and' | 'or' | 'not' | 'open' | 'close' | 'end';
  /** The word, or the text without its quotes. */
  readonly value: string;
  /** Of a call: what stands in its parentheses, without spaces around it. */
  readonly argument: string;
  readonly offset: number;
  readonly length: number;
}

export type SelectionFault = ConditionFault;

const WORD = /[^\s()"'&|!]+/y;
const QUOTED = /"([^"]*)"|'([^']*)'/y;
/** What an argument may be: a pattern between slashes, a text in quotes, or anything without a parenthesis. */
const ARGUMENT = /\(\s*(\/(?:[^\\/]|\\.)*\/|"[^"]*"|'[^']*'|[^()]*?)\s*\)/y;
const OPERATORS: Readonly<Record<string, Token['kind']>> = {
  '&&': 'and',
  '&': 'and',
  '||': 'or',
  '|': 'or',
  '!': 'not',
  '(': 'open',
  ')': 'close',
};
const OPERATOR = /&&|&|\|\||\||!|\(|\)/y;
const WORDS: Readonly<Record<string, Token['kind']>> = { and: 'and', or: 'or', not: 'not' };

/** The pieces of a selection, ending in one of kind `end`; or the first thing that is none. */
export function tokensOf(text: string): [Token, ...Token[]] | SelectionFault {
  const tokens: Token[] = [];
  for (let at = 0; at < text.length; ) {
    if (/\s/.test(text.charAt(at))) {
      at += 1;
      continue;
    }
    const token = tokenAt(text, at);
    if ('message' in token) return token;
    tokens.push(token);
    at += token.length;
  }
  const end: Token = { kind: 'end', value: '', argument: '', offset: text.length, length: 1 };
  const [first, ...more] = tokens;
  return first ? [first, ...more, end] : [end];
}

function tokenAt(text: string, offset: number): Token | SelectionFault {
  const operator = matchAt(OPERATOR, text, offset)?.[0];
  if (operator) {
    const kind = OPERATORS[operator] ?? 'end';
    return { kind, value: operator, argument: '', offset, length: operator.length };
  }
  const quoted = matchAt(QUOTED, text, offset);
  if (quoted) {
    const value = quoted[1] ?? quoted[2] ?? '';
    return { kind: 'text', value, argument: '', offset, length: quoted[0].length };
  }
  const value = matchAt(WORD, text, offset)?.[0];
  if (value === undefined) {
    return { message: 'the quote is never closed', offset, length: 1, expected: 'a closing quote' };
  }
  const operatorWord = Object.hasOwn(WORDS, value.toLowerCase()) ? WORDS[value.toLowerCase()] : undefined;
  if (operatorWord) return { kind: operatorWord, value, argument: '', offset, length: value.length };
  if (text.charAt(offset + value.length) !== '(') {
    return { kind: 'word', value, argument: '', offset, length: value.length };
  }
  const call = matchAt(ARGUMENT, text, offset + value.length);
  if (call) {
    return { kind: 'call', value, argument: call[1] ?? '', offset, length: value.length + call[0].length };
  }
  return {
    message: `the parenthesis of \`${value}(\` is never closed`,
    offset,
    length: value.length + 1,
    expected: '`)`; text with parentheses stands in quotes',
  };
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}
