import { type Diagnostic, diagnostic } from '../../../diagnostic/index.ts';
import { quoted, shown, type View } from './view.ts';

const DATE = /^(?:\d{4}-\d|\d{1,2}:\d\d?(?:$|\D))/;

/** A word that is meant as a date or a time of day. */
export function looksLikeDate(word: string): boolean {
  return DATE.test(word);
}

/** A word that begins as numbers do. */
export function looksLikeNumber(word: string): boolean {
  return /^[+-]?\.?\d/.test(word) || /^[+-]+$/.test(word);
}

/** A word that begins as a number and is none. */
export function explainNumber({ lines, token }: View, word: string): Diagnostic {
  return diagnostic({
    code: 'SW2009',
    message: `${shown(word)} is not a number`,
    place: lines.place(token, token + word.length),
    expected: 'a number such as 42, -7, 0.5, 1e6, 0xff, 0o755 or 0b1010',
    hint: numberHint(word),
  });
}

/** Each way to misspell a number, with the way out; the first that fits is shown. */
const slips: readonly (readonly [RegExp, (word: string) => string])[] = [
  [/^[+-]?\./, (word) => `write a digit before the point: ${word.replace('.', '0.')}`],
  [/^[+-]?\d[\d_]*\.(?:$|[eE])/, (word) => `write a digit after the point: ${word.replace('.', '.0')}`],
  [
    /^[+-]?0[0-7_]+$/,
    (word) => `a number has no leading zeros; in octal it is 0o${word.replace(/^[+-]?0_?/, '')}`,
  ],
  [/^[+-]?0[\d_]+(?:[.eE][\d.eE+-]*)?$/, () => 'a number has no leading zeros'],
  [/^[+-]0[xob]/i, () => 'a hexadecimal, octal or binary number has no sign'],
  [/^0[XOB]/, () => 'the letter after the 0 is lower case: 0x, 0o or 0b'],
  [/^[+-]?[\d._]+[eE][+-]?$/, () => 'digits are missing after the e'],
  [/^[+-]?[\d._eExXa-fA-F+-]*_/, () => 'an underscore stands between two digits'],
];

function numberHint(word: string): string {
  const text = shown(word);
  for (const [pattern, hint] of slips) {
    if (pattern.test(text)) return hint(text);
  }
  return `text such as a duration, a version or an address needs quotes: ${quoted(text)}`;
}

/** An integer that does not fit into 64 bits. */
export function explainRange({ lines, token }: View, word: string): Diagnostic {
  return diagnostic({
    code: 'SW2010',
    message: `the integer ${shown(word)} does not fit into 64 bits`,
    place: lines.place(token, token + word.length),
    expected: 'an integer from -9223372036854775808 to 9223372036854775807',
    hint: 'write it as a float with a point, or as a string in quotes',
  });
}
