import { endOfTag, isBalanced, isTagStart } from './tags.ts';

/** A stretch of TOML text. All tokens of a text, joined, give the text again. */
export interface Token {
  /**
   * A `mark` is one of `= , [ ] { }`; a `word` is a bare key, a number, a date, or any other run of characters; `tag`
   * is a template tag, or a block that must be left whole; `broken` is what cannot be read: a string that does not
   * end on its line, or all the rest of the text.
   */
  readonly kind: 'space' | 'newline' | 'comment' | 'string' | 'word' | 'mark' | 'tag' | 'broken';
  readonly text: string;
  /** Whether it is a template tag or has one in it. */
  readonly tagged: boolean;
}

const SPACE = /[ \t]+/y;
const NEWLINE = /\r?\n/y;
const LINE = /[^\r\n]*/y;
const WORD = /[^ \t\r\n#=,[\]{}"']+/y;

/** Each mark is the same object wherever it stands. */
const MARKS: ReadonlyMap<string, Token> = new Map(
  [...'=,[]{}'].map((text) => [text, { kind: 'mark', text, tagged: false }]),
);

/** Without the spaces and tabs at its end. Not by a pattern, which would take quadratic time on inner spaces. */
export function withoutTrailingSpace(text: string): string {
  let end = text.length;
  while (text[end - 1] === ' ' || text[end - 1] === '\t') end--;
  return text.slice(0, end);
}

/**
 * The tokens of a text but for a byte order mark, in linear time. Template tags are looked for only where the text is
 * a template.
 */
export function tokenize(text: string, template: boolean): Token[] {
  const tokens: Token[] = [];
  for (let at = text.startsWith('\ufeff') ? 1 : 0; at < text.length; ) {
    const token = tokenAt(text, at, template);
    tokens.push(token);
    at += token.text.length;
  }
  return tokens;
}

function tokenAt(text: string, at: number, template: boolean): Token {
  if (template && isTagStart(text, at)) {
    return { kind: 'tag', text: text.slice(at, endOfTag(text, at)), tagged: true };
  }
  const char = text[at] ?? '';
  if (char === '"' || char === "'") return stringAt(text, at, template);
  if (char === '#') return commentAt(text, at, template);
  const mark = MARKS.get(char);
  if (mark !== undefined) return mark;
  const newline = matchAt(NEWLINE, text, at);
  if (newline) return { kind: 'newline', text: newline, tagged: false };
  const space = matchAt(SPACE, text, at);
  if (space) return { kind: 'space', text: space, tagged: false };
  const word = matchAt(WORD, text, at);
  if (word) return { kind: 'word', text: word, tagged: false };
  // A carriage return without a line feed, which no TOML file has.
  return broken(text, at);
}

/** From here on it cannot be told what is a string and what is not. */
function broken(text: string, at: number): Token {
  return { kind: 'broken', text: text.slice(at), tagged: false };
}

function commentAt(text: string, at: number, template: boolean): Token {
  if (!template) return { kind: 'comment', text: matchAt(LINE, text, at), tagged: false };
  const stops = /\{[{%#]|[\r\n]/g;
  stops.lastIndex = at;
  let tagged = false;
  for (let stop = stops.exec(text); stop !== null; stop = stops.exec(text)) {
    if (!stop[0].startsWith('{')) return { kind: 'comment', text: text.slice(at, stop.index), tagged };
    tagged = true;
    stops.lastIndex = endOfTag(text, stop.index);
  }
  return { kind: 'comment', text: text.slice(at), tagged };
}

function stringAt(text: string, at: number, template: boolean): Token {
  const quote = text[at] ?? '';
  const long = text.startsWith(quote.repeat(3), at);
  const stops = template ? /["'\\\n]|\{[{%#]/g : /["'\\\n]/g;
  stops.lastIndex = at + (long ? 3 : 1);
  let tagged = false;
  for (let stop = stops.exec(text); stop !== null; stop = stops.exec(text)) {
    const [found] = stop;
    if (found.startsWith('{')) {
      tagged = true;
      stops.lastIndex = endOfTag(text, stop.index);
    } else if (found === '\n' && !long) {
      const end = text[stop.index - 1] === '\r' ? stop.index - 1 : stop.index;
      return { kind: 'broken', text: text.slice(at, end), tagged };
    } else if (found === '\\' && quote === '"' && /["\\]/.test(text[stop.index + 1] ?? '')) {
      stops.lastIndex = stop.index + 2;
    } else if (found === quote && (!long || text.startsWith(quote.repeat(3), stop.index))) {
      const end = long ? endOfQuotes(text, stop.index, quote) : stop.index + 1;
      const string = text.slice(at, end);
      return tagged && !isBalanced(string) ? broken(text, at) : { kind: 'string', text: string, tagged };
    }
  }
  return broken(text, at);
}

/** Up to two quotes may stand directly before the three that end a string over several lines (TOML, section String). */
function endOfQuotes(text: string, at: number, quote: string): number {
  let end = at + 3;
  while (end < at + 5 && text[end] === quote) end++;
  return end;
}

function matchAt(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  // Not `exec`, which makes a list for each match.
  return pattern.test(text) ? text.slice(at, pattern.lastIndex) : '';
}
