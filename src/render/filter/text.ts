import { type Args, type CallableTable, callable } from '../function/args.ts';
import { slugOf } from '../function/slug.ts';
import { charactersOf } from '../value/characters.ts';
import type { Value } from '../value/value.ts';
import { indented, titled, withoutTagSpaces, withoutTags } from './markup.ts';
import { replaced, splitBy, trimmedEnd, trimmedStart } from './replace.ts';
import { urlEncoded, urlEncodedStrictly } from './url.ts';

/** Filters of Tera 1.20 that take a text. */
export const textFilters: CallableTable = new Map([
  ['upper', ofText((text) => text.toUpperCase())],
  ['lower', ofText((text) => text.toLowerCase())],
  ['capitalize', ofText(capitalized)],
  ['title', ofText(titled)],
  ['trim', ofText((text) => text.trim())],
  ['trim_start', ofText((text) => text.trimStart())],
  ['trim_end', ofText((text) => text.trimEnd())],
  ['trim_start_matches', callable('pat', (args) => trimmedStart(args.subjectText(), pattern(args, 'pat')))],
  ['trim_end_matches', callable('pat', (args) => trimmedEnd(args.subjectText(), pattern(args, 'pat')))],
  ['wordcount', ofText((text) => BigInt(text.split(/\s+/).filter((word) => word !== '').length))],
  [
    'replace',
    callable('from to', (args) => replaced(args.subjectText(), args.text('from'), args.text('to'), args)),
  ],
  ['truncate', callable('length? end?', truncated)],
  ['addslashes', ofText((text) => text.replace(/[\\"']/g, '\\$&'))],
  ['slugify', callable('', (args) => slugOf(args, args.subjectText()))],
  ['linebreaksbr', ofText((text) => text.replace(/\r?\n/g, '<br>'))],
  ['spaceless', ofText(withoutTagSpaces)],
  ['striptags', ofText(withoutTags)],
  ['indent', callable('prefix? first? blank?', indented)],
  ['urlencode', ofText(urlEncoded)],
  ['urlencode_strict', ofText(urlEncodedStrictly)],
  ['escape', ofText(escapedHtml)],
  ['escape_xml', ofText((text) => escaped(text, xmlEntities))],
  ['split', callable('pat', (args) => splitBy(args.subjectText(), pattern(args, 'pat')))],
  ['int', callable('default? base?', toInteger)],
  ['float', callable('default?', toFloat)],
]);

function ofText(body: (text: string) => Value) {
  return callable('', (args) => body(args.subjectText()));
}

/** `\n` and `\t` written with a backslash count as the characters, since texts in templates have no escapes. */
function pattern(args: Args, name: string): string {
  return args.text(name).replaceAll('\\n', '\n').replaceAll('\\t', '\t');
}

export function capitalized(text: string): string {
  const [first = ''] = text;
  return first.toUpperCase() + text.slice(first.length).toLowerCase();
}

/** `length` counts characters as a reader sees them; `end` comes on top of it. */
function truncated(args: Args): Value {
  const text = args.subjectText();
  const length = args.count('length', 255);
  const end = args.text('end', '…');
  if (text.length <= length) return text;
  const characters = charactersOf(text, length + 1);
  return characters.length <= length ? text : characters.slice(0, length).join('') + end;
}

const xmlEntities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};
const htmlEntities: Readonly<Record<string, string>> = { ...xmlEntities, "'": '&#x27;', '/': '&#x2F;' };

export function escapedHtml(text: string): string {
  return escaped(text, htmlEntities);
}

function escaped(text: string, entities: Readonly<Record<string, string>>): string {
  return text.replace(/[&<>"'/]/g, (char) => entities[char] ?? char);
}

const MIN_I64 = -(2n ** 63n);
const MAX_I64 = 2n ** 63n - 1n;

function toInteger(args: Args): Value {
  const base = args.whole('base', 10, 2, 36);
  const fallback = args.has('default') ? args.value('default') : 0n;
  if (typeof fallback !== 'bigint') return args.fail('its argument `default` is no integer');
  const { subject } = args;
  if (typeof subject === 'bigint') return subject;
  if (typeof subject === 'number') return truncatedFloat(subject);
  const text = withoutPrefix(args.subjectText().trim(), base);
  const exact = parsedInteger(text, base);
  if (exact !== undefined) return exact;
  const float = text.includes('.') ? parsedFloat(text) : undefined;
  return float === undefined ? fallback : truncatedFloat(float);
}

function withoutPrefix(text: string, base: number): string {
  const prefix = base === 2 ? '0b' : base === 8 ? '0o' : base === 16 ? '0x' : undefined;
  return prefix === undefined ? text : trimmedStart(text, prefix);
}

/** Rust's `i64::from_str_radix`: a sign, then digits of the base and nothing else. */
function parsedInteger(text: string, base: number): bigint | undefined {
  const match = /^([+-]?)([0-9a-z]{1,80})$/i.exec(text);
  if (match === null) return undefined;
  let value = 0n;
  for (const char of (match[2] ?? '').toLowerCase()) {
    const digit = Number.parseInt(char, 36);
    if (digit >= base) return undefined;
    value = value * BigInt(base) + BigInt(digit);
  }
  if (match[1] === '-') value = -value;
  return value >= MIN_I64 && value <= MAX_I64 ? value : undefined;
}

function truncatedFloat(value: number): bigint {
  if (Number.isNaN(value)) return 0n;
  if (!Number.isFinite(value)) return value > 0 ? MAX_I64 : MIN_I64;
  const whole = BigInt(Math.trunc(value));
  return whole > MAX_I64 ? MAX_I64 : whole < MIN_I64 ? MIN_I64 : whole;
}

function toFloat(args: Args): Value {
  const { subject } = args;
  if (typeof subject === 'bigint' || typeof subject === 'number') return Number(subject);
  return parsedFloat(args.subjectText().trim()) ?? args.number('default', 0);
}

/** Rust's `f64::from_str`, without its words for infinity and NaN, which Tera could not print as numbers. */
function parsedFloat(text: string): number | undefined {
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text) ? Number(text) : undefined;
}
