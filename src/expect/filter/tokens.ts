import type { ConditionFault } from '../../scenario/index.ts';

/** A piece of a filter; `offset` counts UTF-16 units from 0. */
export interface Token {
  readonly kind: 'word' | 'text' | 'operator' | 'open' | 'close' | 'end';
  /** Without quotes and with escapes resolved. */
  readonly value: string;
  readonly offset: number;
  /** In the filter as written. */
  readonly length: number;
}

export type FilterFault = ConditionFault;

/** Longest first, so that `>=` is not taken for `>`. */
const OPERATOR = /^(?:!=|!~|>=|<=|==|=|~|>|<)/;
/** A dot and a dash belong to words (`http.route`, `x-id`), and so do the signs and units of numbers. */
const WORD = /^[^\s()"'=!~<>]+/;

/** The pieces of a filter, ending in one of kind `end`; or the first thing that is none. */
export function tokensOf(text: string): [Token, ...Token[]] | FilterFault {
  const tokens: Token[] = [];
  let offset = 0;
  while (offset < text.length) {
    const rest = text.slice(offset, offset + MAX_PIECE);
    const token = tokenAt(rest, offset);
    if (token === undefined) offset += 1;
    else if ('message' in token) return token;
    else {
      tokens.push(token);
      offset += token.length;
    }
  }
  const end: Token = { kind: 'end', value: '', offset: text.length, length: 1 };
  const [first, ...more] = tokens;
  return first ? [first, ...more, end] : [end];
}

/** Keeps looking at one piece from looking at all that follows it. */
const MAX_PIECE = 10_000;

/** Undefined for white space. */
function tokenAt(rest: string, offset: number): Token | FilterFault | undefined {
  const first = rest.charAt(0);
  if (/\s/.test(first)) return undefined;
  if (first === '(') return { kind: 'open', value: first, offset, length: 1 };
  if (first === ')') return { kind: 'close', value: first, offset, length: 1 };
  if (first === '"' || first === "'") return quoted(rest, offset);
  const operator = OPERATOR.exec(rest)?.[0];
  if (operator) return { kind: 'operator', value: operator, offset, length: operator.length };
  const word = WORD.exec(rest)?.[0];
  if (word) return wordAt(word, rest, offset);
  return { message: `"${first}" has no meaning here`, offset, length: 1, expected: undefined };
}

/** `attr."a b"` is one word: a quoted part may follow a dot. */
function wordAt(word: string, rest: string, offset: number): Token | FilterFault {
  const next = rest.charAt(word.length);
  if (!word.endsWith('.') || (next !== '"' && next !== "'")) {
    return { kind: 'word', value: word, offset, length: word.length };
  }
  const part = quoted(rest.slice(word.length), offset + word.length);
  if ('message' in part) return part;
  return { kind: 'word', value: word + part.value, offset, length: word.length + part.length };
}

/** In double quotes a backslash takes the next character as it is; in single quotes everything stands for itself. */
function quoted(rest: string, offset: number): Token | FilterFault {
  const mark = rest.charAt(0);
  let value = '';
  for (let at = 1; at < rest.length; at++) {
    const char = rest.charAt(at);
    if (char === mark) return { kind: 'text', value, offset, length: at + 1 };
    if (char === '\\' && mark === '"') value += rest.charAt(++at);
    else value += char;
  }
  return { message: 'the quote is never closed', offset, length: 1, expected: `a closing ${mark}` };
}
