import { type Diagnostic, diagnostic } from '../../../diagnostic/index.ts';
import { type ImpossiblePart, readDateTime } from '../datetime.ts';
import { readNumber } from '../number.ts';
import { explainUnclosedArray } from './container.ts';
import { explainNumber, explainRange, looksLikeDate, looksLikeNumber } from './number.ts';
import { charAt, contentEnd, isLookalike, nameOf, placeAt, quoted, shown, type View } from './view.ts';

const ANY_VALUE = 'a string in quotes, a number, true, false, a date, [ … ] or { … }';

/** Longer text without quotes is no slip of the pen that a machine should mend. */
const MOST_QUOTED = 1000;

/** A value that is not there. */
export function explainMissingValue(view: View): Diagnostic {
  const extraComma = charAt(view.text, view.at) === ',' && view.opened.length > 0;
  return diagnostic({
    code: 'SW2004',
    message: `a value is expected, but there is ${nameOf(view.text, view.at)}`,
    place: placeAt(view),
    expected: ANY_VALUE,
    hint: extraComma
      ? 'remove the extra comma'
      : 'write the value on the same line as its key; an empty string is written ""',
  });
}

/** A word at `token` that is no TOML value. */
export function explainWord(view: View, word: string): Diagnostic {
  if (readNumber(word)?.kind === 'out-of-range') return explainRange(view, word);
  const date = readDateTime(word);
  if (date !== undefined && 'impossible' in date) return explainImpossible(view, word, date);
  if (looksLikeDate(word)) return unreadableDate(view, word);
  if (looksLikeNumber(word)) return explainNumber(view, word);
  const unclosed = explainUnclosedArray(view);
  if (unclosed !== undefined) return unclosed;
  const known = knownWords.get(word.toLowerCase());
  if (known !== undefined) return replaceable(view, word, known);
  return unquoted(view, word);
}

/** A date or time with a part that does not exist, such as the 30th of February. */
function explainImpossible(view: View, word: string, { impossible, offset }: ImpossiblePart): Diagnostic {
  const start = view.token + offset;
  const end = Math.min(start + 2, view.token + word.length);
  return diagnostic({
    code: 'SW2011',
    message: `${shown(word)} does not exist: ${impossible}`,
    place: view.lines.place(start, end),
    hint: 'correct the date or time; for text, put it in quotes',
  });
}

function unreadableDate({ lines, token }: View, word: string): Diagnostic {
  return diagnostic({
    code: 'SW2011',
    message: `${shown(word)} is not a date or time`,
    place: lines.place(token, token + word.length),
    expected: '2026-01-31, 07:32:00, 2026-01-31T07:32:00 or 2026-01-31T07:32:00Z',
    hint: 'write every part with all its digits; for text, put it in quotes',
    fix: quoteFix(lines, token, word),
  });
}

/** Words of other languages, with what TOML has instead; an empty text where it has nothing. */
const knownWords = new Map([
  ['true', 'true'],
  ['false', 'false'],
  ['yes', 'true'],
  ['on', 'true'],
  ['no', 'false'],
  ['off', 'false'],
  ['null', ''],
  ['nil', ''],
  ['none', ''],
  ['undefined', ''],
  ['infinity', 'inf'],
  ['+infinity', 'inf'],
  ['-infinity', '-inf'],
  ['inf', 'inf'],
  ['+inf', 'inf'],
  ['-inf', '-inf'],
  ['nan', 'nan'],
]);

function replaceable({ lines, token }: View, word: string, replacement: string): Diagnostic {
  const place = lines.place(token, token + word.length);
  if (replacement === '') {
    return diagnostic({
      code: 'SW2005',
      message: `${word} is not a value`,
      place,
      expected: 'a value; TOML has none for "nothing"',
      hint: `leave the key out, or write ${quoted(word)} for the text`,
    });
  }
  return diagnostic({
    code: 'SW2005',
    message: `${word} is not a value`,
    place,
    expected: `${replacement}, in lower case`,
    hint: `write ${replacement}, or ${quoted(word)} for the text`,
    fix: { title: `write ${replacement}`, place, text: replacement },
  });
}

function unquoted(view: View, word: string): Diagnostic {
  const { lines, text, token, opened } = view;
  const line = text.slice(token, contentEnd(text, token));
  // Inside brackets a comma or bracket ends the value; elsewhere only the line does.
  const written = (opened.length > 0 ? beforeClosing(line) : line) || word;
  const sign = signHint(text, token);
  if (sign !== undefined) {
    return diagnostic({
      code: 'SW2005',
      message: `a value cannot begin with ${nameOf(text, token)}`,
      place: lines.place(token, token + 1),
      expected: ANY_VALUE,
      hint: sign,
    });
  }
  const other = otherThanQuotes(view, written);
  return diagnostic({
    code: 'SW2005',
    message: `${shown(written)} is not a value`,
    place: lines.place(token, token + written.length),
    expected: ANY_VALUE,
    hint: other ?? `text needs quotes: ${quoted(shown(written))}`,
    fix: other === undefined ? quoteFix(lines, token, written) : undefined,
  });
}

/** Signs at the beginning of a value that explain better than "needs quotes" what went wrong. */
function signHint(text: string, token: number): string | undefined {
  const first = charAt(text, token);
  if (first === '=') return 'one = is enough';
  if (first === '`') return 'TOML has no back quotes; use " or \'';
  return isLookalike(text, token)
    ? 'replace the character by the plain one; strings stand between " and "'
    : undefined;
}

/** What is wrong with a word when it is not simply text without quotes. */
function otherThanQuotes({ opened }: View, written: string): string | undefined {
  if (/^[A-Za-z]{1,2}["']/.test(written)) {
    return "remove the letter before the quotes; nothing is escaped between ' and '";
  }
  if (opened.length === 0 || !/^[\w-]+\s*=/.test(written)) return undefined;
  return 'an array holds values without keys; a table is written { key = value }';
}

function beforeClosing(line: string): string {
  const end = line.search(/[,\]}]/);
  return end === -1 ? line : line.slice(0, end).trimEnd();
}

function quoteFix(lines: View['lines'], start: number, written: string): Diagnostic['fix'] {
  if (written.length > MOST_QUOTED) return undefined;
  return {
    title: 'put it in quotes',
    place: lines.place(start, start + written.length),
    text: quoted(written),
  };
}
