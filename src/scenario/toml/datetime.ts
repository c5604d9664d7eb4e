import type { DateTimeVariant } from './located.ts';

const DATE_TIME = /^(\d{4})-(\d\d)-(\d\d)(?:[Tt ](\d\d):(\d\d)(?::(\d\d)(\.\d+)?)?([Zz]|[+-]\d\d:\d\d)?)?$/;
const TIME = /^(\d\d):(\d\d)(?::(\d\d)(\.\d+)?)?$/;

export interface DateTimeReading {
  readonly variant: DateTimeVariant;
  /** With `T`, `Z` and seconds, however it was written. */
  readonly text: string;
}

/** A number in the word that no calendar or clock has. */
export interface ImpossiblePart {
  readonly impossible: string;
  /** Where in the word, in UTF-16 units. */
  readonly offset: number;
}

/** The date or time a bare word stands for; undefined when it is not written as RFC 3339 and TOML want it. */
export function readDateTime(word: string): DateTimeReading | ImpossiblePart | undefined {
  const time = TIME.exec(word);
  if (time) {
    return checkTime(0, time[1], time[2], time[3]) ?? { variant: 'local-time', text: withSeconds(word, 5) };
  }
  const parts = DATE_TIME.exec(word);
  if (!parts) return undefined;
  const [, year, month, day, hour, minute, second, , zone] = parts;
  const impossible =
    checkDate(year, month, day) ?? checkTime(11, hour, minute, second) ?? checkZone(word, zone);
  if (impossible) return impossible;
  if (hour === undefined) return { variant: 'local-date', text: word };
  const full = withSeconds(word, 16);
  return {
    variant: zone === undefined ? 'local-datetime' : 'offset-datetime',
    text: `${full.slice(0, 10)}T${full.slice(11)}`.replace('z', 'Z'),
  };
}

/** Whether a word that is a date or time leaves out the seconds, which only TOML 1.1 allows. */
export function isShortened(word: string): boolean {
  return word !== withSeconds(word, word[2] === ':' ? 5 : 16) && word.includes(':');
}

function withSeconds(word: string, afterMinutes: number): string {
  return word[afterMinutes] === ':' ? word : `${word.slice(0, afterMinutes)}:00${word.slice(afterMinutes)}`;
}

function checkDate(year?: string, month?: string, day?: string): ImpossiblePart | undefined {
  if (Number(month) < 1 || Number(month) > 12) return { impossible: `there is no month ${month}`, offset: 5 };
  const days = daysIn(Number(year), Number(month));
  if (Number(day) >= 1 && Number(day) <= days) return undefined;
  return { impossible: `month ${month} of ${year} has no day ${day}`, offset: 8 };
}

/** A leap second is written 60 (RFC 3339, section 5.6). */
function checkTime(
  offset: number,
  hour?: string,
  minute?: string,
  second?: string,
): ImpossiblePart | undefined {
  if (hour === undefined) return undefined;
  if (Number(hour) > 23) return { impossible: `there is no hour ${hour}`, offset };
  if (Number(minute) > 59) return { impossible: `there is no minute ${minute}`, offset: offset + 3 };
  if (second !== undefined && Number(second) > 60) {
    return { impossible: `there is no second ${second}`, offset: offset + 6 };
  }
  return undefined;
}

function checkZone(word: string, zone: string | undefined): ImpossiblePart | undefined {
  if (zone === undefined || zone.length === 1) return undefined;
  if (Number(zone.slice(1, 3)) <= 23 && Number(zone.slice(4)) <= 59) return undefined;
  return { impossible: `there is no offset ${zone} from UTC`, offset: word.length - zone.length };
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}
