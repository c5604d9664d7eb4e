import { type Diagnostic, diagnostic } from '../../../diagnostic/index.ts';
import { charAt, contentEnd, lineEnd, nameOf, shown, type View } from './view.ts';

/** A string whose closing quotes do not come before the end of its line, or of the file. */
export function explainString(view: View): Diagnostic {
  const { lines, text, token } = view;
  const quote = text[token] ?? '';
  const several = text.startsWith(quote.repeat(3), token);
  const quotes = several ? quote.repeat(3) : quote;
  return diagnostic({
    code: 'SW2007',
    message: `the string that begins with ${shown(text.slice(token, lineEnd(text, token)))} is not closed`,
    place: several
      ? lines.place(token, token + 3)
      : lines.place(token, Math.max(contentEnd(text, token), token + 1)),
    expected: `${quotes} at the end of the string`,
    hint: several ? `write ${quotes} where the text ends` : stringHint(view, quote),
  });
}

function stringHint({ text, token, at }: View, quote: string): string {
  if (quote === '"' && text.slice(token, at).trimEnd().endsWith('\\"')) {
    return 'the last backslash escapes the quote; write two backslashes, or use single quotes';
  }
  return `close it with ${quote}; text over several lines goes between ${quote.repeat(3)} and ${quote.repeat(3)}`;
}

/** A backslash in a basic string with something after it that is no escape. */
export function explainEscape(view: View): Diagnostic {
  const { lines, text, at } = view;
  const backslash = text.lastIndexOf('\\', at - 1);
  const letter = charAt(text, backslash + 1);
  const unicode = letter === 'u' || letter === 'U' || letter === 'x';
  const end = unicode ? Math.max(at, backslash + 2) : backslash + 1 + Math.max(1, letter.length);
  return diagnostic({
    code: 'SW2008',
    message: unicode
      ? `the escape ${text.slice(backslash, end)} ${unicodeFault(view, backslash)}`
      : unknownEscape(view, backslash),
    place: lines.place(backslash, end),
    expected: 'one of \\b \\t \\n \\f \\r \\e \\" \\\\ \\xHH \\uHHHH \\UHHHHHHHH',
    hint: unicode
      ? unicodeHint(letter)
      : 'write \\\\ for a backslash, or put the text in single quotes, where nothing is escaped',
    fix: unicode
      ? undefined
      : { title: 'double the backslash', place: lines.place(backslash, backslash + 1), text: '\\\\' },
  });
}

function unknownEscape({ text }: View, backslash: number): string {
  return `a backslash before ${nameOf(text, backslash + 1)} is not an escape`;
}

function unicodeFault({ text, at }: View, backslash: number): string {
  const digits = Number.parseInt(text.slice(backslash + 2, at), 16);
  const complete = at - backslash - 2 === digitsOf(charAt(text, backslash + 1));
  if (!complete) return 'has too few hexadecimal digits';
  return digits > 0x10ffff ? 'is beyond the last Unicode character' : 'is half of a surrogate pair';
}

function unicodeHint(letter: string): string {
  return `\\${letter} takes ${digitsOf(letter)} hexadecimal digits, of a character between 0 and 10FFFF other than D800 to DFFF`;
}

function digitsOf(letter: string): number {
  return letter === 'x' ? 2 : letter === 'u' ? 4 : 8;
}
