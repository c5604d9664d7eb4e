/** A moment as seen in one time zone. */
export interface Moment {
  /** Unix milliseconds, UTC. */
  readonly utcMs: number;
  /** Of the second. */
  readonly nanoseconds: number;
  readonly offsetMinutes: number;
  /** Abbreviation; the offset stands in for it where undefined. */
  readonly zone: string | undefined;
}

const days = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** A directive: `%`, a padding flag, then a letter or one of the long forms. */
const DIRECTIVE = /%(?:(\.[369]?f|[369]f|:{0,3}z|#z)|([-_0]?)([A-Za-z%+]))/g;
const DAY_MS = 86_400_000;

/** Whether chrono takes the format: every `%` begins a directive that exists. */
export function isTimeFormat(format: string): boolean {
  return !format
    .replace(DIRECTIVE, (whole, long: string | undefined, _flag, letter: string) =>
      long !== undefined || letter in plain || letter in composed ? '' : whole,
    )
    .includes('%');
}

/** Formats as chrono 0.4's `strftime`, in English. */
export function formatTime(format: string, moment: Moment): string {
  const local = new Date(moment.utcMs + moment.offsetMinutes * 60_000);
  return format.replace(DIRECTIVE, (whole, long: string | undefined, flag: string, letter: string) => {
    if (long !== undefined) return longForm(long, moment);
    const inner = composed[letter];
    if (inner !== undefined) return formatTime(inner, moment);
    const part = plain[letter]?.(local, moment);
    if (part === undefined) return whole;
    return typeof part === 'string' ? part : padded(part, flag);
  });
}

interface Padded {
  readonly number: number;
  readonly width: number;
  readonly fill: string;
}

function padded({ number, width, fill }: Padded, flag: string): string {
  if (flag === '-') return String(number);
  return String(number).padStart(width, flag === '_' ? ' ' : flag === '0' ? '0' : fill);
}

const digits = (number: number, width = 2, fill = '0'): Padded => ({ number, width, fill });

const composed: Readonly<Record<string, string>> = {
  D: '%m/%d/%y',
  x: '%m/%d/%y',
  F: '%Y-%m-%d',
  v: '%e-%b-%Y',
  R: '%H:%M',
  T: '%H:%M:%S',
  X: '%H:%M:%S',
  r: '%I:%M:%S %p',
  c: '%a %b %e %H:%M:%S %Y',
  '+': '%Y-%m-%dT%H:%M:%S%.f%:z',
};

const plain: Readonly<Record<string, (local: Date, moment: Moment) => string | Padded>> = {
  Y: (at) => digits(at.getUTCFullYear(), 4),
  C: (at) => digits(Math.floor(at.getUTCFullYear() / 100)),
  y: (at) => digits(at.getUTCFullYear() % 100),
  m: (at) => digits(at.getUTCMonth() + 1),
  b: (at) => (months[at.getUTCMonth()] ?? '').slice(0, 3),
  h: (at) => (months[at.getUTCMonth()] ?? '').slice(0, 3),
  B: (at) => months[at.getUTCMonth()] ?? '',
  d: (at) => digits(at.getUTCDate()),
  e: (at) => digits(at.getUTCDate(), 2, ' '),
  a: (at) => (days[at.getUTCDay()] ?? '').slice(0, 3),
  A: (at) => days[at.getUTCDay()] ?? '',
  w: (at) => digits(at.getUTCDay(), 1),
  u: (at) => digits(at.getUTCDay() || 7, 1),
  U: (at) => digits(Math.floor((dayOfYear(at) + 6 - at.getUTCDay()) / 7)),
  W: (at) => digits(Math.floor((dayOfYear(at) + 6 - ((at.getUTCDay() + 6) % 7)) / 7)),
  G: (at) => digits(isoWeek(at).year, 4),
  g: (at) => digits(isoWeek(at).year % 100),
  V: (at) => digits(isoWeek(at).week),
  j: (at) => digits(dayOfYear(at), 3),
  H: (at) => digits(at.getUTCHours()),
  k: (at) => digits(at.getUTCHours(), 2, ' '),
  I: (at) => digits(at.getUTCHours() % 12 || 12),
  l: (at) => digits(at.getUTCHours() % 12 || 12, 2, ' '),
  P: (at) => (at.getUTCHours() < 12 ? 'am' : 'pm'),
  p: (at) => (at.getUTCHours() < 12 ? 'AM' : 'PM'),
  M: (at) => digits(at.getUTCMinutes()),
  S: (at) => digits(at.getUTCSeconds()),
  f: (_, moment) => digits(moment.nanoseconds, 9),
  s: (_, moment) => digits(Math.floor(moment.utcMs / 1000), 1),
  Z: (_, moment) => moment.zone ?? offset(moment, ':'),
  t: () => '\t',
  n: () => '\n',
  '%': () => '%',
};

function longForm(form: string, moment: Moment): string {
  if (form.endsWith('z')) {
    if (form === ':::z') return offset(moment, '').slice(0, 3);
    return form === '::z' ? `${offset(moment, ':')}:00` : offset(moment, form === ':z' ? ':' : '');
  }
  const nanoseconds = String(moment.nanoseconds).padStart(9, '0');
  if (form === '.f') return fraction(nanoseconds);
  const width = Number(form.replace(/\D/g, ''));
  return (form.startsWith('.') ? '.' : '') + nanoseconds.slice(0, width);
}

/** As many digits as matter, in threes; nothing for a whole second. */
function fraction(nanoseconds: string): string {
  const trimmed = nanoseconds.replace(/(?:000)+$/, '');
  return trimmed === '' ? '' : `.${trimmed}`;
}

function offset({ offsetMinutes }: Moment, separator: string): string {
  const size = Math.abs(offsetMinutes);
  const two = (number: number) => String(number).padStart(2, '0');
  return `${offsetMinutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}${separator}${two(size % 60)}`;
}

/** From 1. */
function dayOfYear(at: Date): number {
  return Math.floor((at.getTime() - Date.UTC(at.getUTCFullYear(), 0, 1)) / DAY_MS) + 1;
}

/** ISO 8601: a week belongs to the year of its Thursday. */
function isoWeek(at: Date): { year: number; week: number } {
  const thursday = new Date(at.getTime() + (4 - (at.getUTCDay() || 7)) * DAY_MS);
  return { year: thursday.getUTCFullYear(), week: Math.ceil(dayOfYear(thursday) / 7) };
}
