import type { Place } from '../../diagnostic/index.ts';
import { readDateTime } from './datetime.ts';
import type { LocatedScalar } from './located.ts';
import { readNumber } from './number.ts';

/** Everything up to what may follow a value. It takes in more than any value holds, so that mistakes are seen whole. */
const WORD = /[^ \t\r\n,;\]}#]+/y;
const DATE = /^\d{4}-\d\d-\d\d$/;
/** A time after a date and a space belongs to the date. */
const TIME = / \d\d:[^ \t\r\n,;\]}#]*/y;

/** Offset of the end of the word at `start`; `start` itself when there is none. */
export function wordEnd(text: string, start: number): number {
  WORD.lastIndex = start;
  if (!WORD.test(text)) return start;
  const end = WORD.lastIndex;
  if (end - start !== 10 || text.charCodeAt(end) !== 0x20 || !DATE.test(text.slice(start, end))) return end;
  TIME.lastIndex = end;
  return TIME.test(text) ? TIME.lastIndex : end;
}

/** The value of a word that is not in quotes: boolean, number, date or time; undefined when it is none of these. */
export function readWord(word: string, place: Place): LocatedScalar | undefined {
  if (word === 'true' || word === 'false') return { kind: 'boolean', value: word === 'true', place };
  const number = readNumber(word);
  if (number?.kind === 'integer') return { kind: 'integer', value: number.value, place };
  if (number?.kind === 'float') return { kind: 'float', value: number.value, place };
  const date = readDateTime(word);
  if (date === undefined || 'impossible' in date) return undefined;
  return { kind: 'datetime', variant: date.variant, text: date.text, place };
}
