import type { Args } from '../function/args.ts';
import { described } from '../value/tera-operators.ts';
import type { Value } from '../value/value.ts';
import { formatTime, isTimeFormat, type Moment } from './strftime.ts';

/**
 * Tera's `date`: Unix seconds, an RFC 3339 text, a local date and time (taken for UTC) or a date, formatted as chrono's
 * `strftime` does, in a time zone of the IANA database where one is named. Its `locale` is dropped with a warning: in
 * clnrm, whose Tera is built without locales, it is dropped in silence.
 */
export function dated(args: Args): Value {
  const format = args.text('format', '%Y-%m-%d');
  if (!isTimeFormat(format)) return args.fail(`\`${format}\` is no date format`);
  const moment = momentOf(args);
  const zone = args.has('timezone') ? args.text('timezone') : undefined;
  // As in Tera, a zone changes a timestamp and a full RFC 3339 text, and nothing else.
  return formatTime(format, zone === undefined || !moment.movable ? moment : inZone(args, moment, zone));
}

interface Parsed extends Moment {
  readonly movable: boolean;
}

const RFC3339 = /^(\d{4}-\d\d-\d\d)[Tt](\d\d:\d\d:\d\d)(\.\d+)?([Zz]|[+-]\d\d:?\d\d)?$/;

function momentOf(args: Args): Parsed {
  const { subject } = args;
  if (typeof subject === 'bigint') return fromSeconds(args, subject);
  if (typeof subject !== 'string') return args.wrongSubject('Unix seconds or a date');
  const match = RFC3339.exec(subject.includes('T') ? subject : `${subject}T00:00:00`);
  const unixMs = match ? Date.parse(`${match[1]}T${match[2]}Z`) : Number.NaN;
  // JavaScript moves 30 February into March.
  if (match === null || Number.isNaN(unixMs) || !new Date(unixMs).toISOString().startsWith(match[1] ?? '')) {
    return args.fail(`${described(subject)} is no date`, 'write 2025-01-31 or 2025-01-31T12:00:00Z');
  }
  const offsetMinutes = minutesOf(match[4]);
  const nanoseconds = Number((match[3] ?? '.').slice(1, 10).padEnd(9, '0'));
  const utcMs = unixMs - offsetMinutes * 60_000;
  const zone = match[4] === undefined ? 'UTC' : undefined;
  return { utcMs, nanoseconds, offsetMinutes, zone, movable: match[4] !== undefined };
}

/** JavaScript counts 100 million days to each side of 1970. */
const MAX_SECONDS = 8_640_000_000_000n;

function fromSeconds(args: Args, seconds: bigint): Parsed {
  if (seconds > MAX_SECONDS || seconds < -MAX_SECONDS) return args.fail(`${seconds} seconds is no date`);
  return { utcMs: Number(seconds) * 1000, nanoseconds: 0, offsetMinutes: 0, zone: 'UTC', movable: true };
}

function minutesOf(offset: string | undefined): number {
  if (offset === undefined || /^z$/i.test(offset)) return 0;
  const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(-2));
  return offset.startsWith('-') ? -minutes : minutes;
}

/** Making a formatter takes about as long as this many steps, and formatting as the other many. */
const MAKE_STEPS = 500;
const FORMAT_STEPS = 30;

interface Zone {
  readonly offset: Intl.DateTimeFormat;
  readonly name: Intl.DateTimeFormat;
}

/** The last zone used: a template has one, if any. */
let last: { readonly name: string; readonly zone: Zone } | undefined;

function inZone(args: Args, moment: Moment, timeZone: string): Moment {
  const { offset, name } = zoneOf(args, timeZone);
  args.support.charge(FORMAT_STEPS);
  const difference = zoneName(offset.formatToParts(moment.utcMs)).replace('GMT', '');
  const offsetMinutes = difference === '' ? 0 : minutesOf(difference);
  return { ...moment, offsetMinutes, zone: zoneName(name.formatToParts(moment.utcMs)) };
}

function zoneOf(args: Args, timeZone: string): Zone {
  if (last?.name === timeZone) return last.zone;
  args.support.charge(MAKE_STEPS);
  const make = (timeZoneName: 'longOffset' | 'short') =>
    new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName });
  try {
    const zone = { offset: make('longOffset'), name: make('short') };
    last = { name: timeZone, zone };
    return zone;
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    return args.fail(`there is no time zone \`${timeZone}\``, 'write a name such as Europe/Berlin');
  }
}

function zoneName(parts: readonly Intl.DateTimeFormatPart[]): string {
  return parts.find((part) => part.type === 'timeZoneName')?.value ?? '';
}
