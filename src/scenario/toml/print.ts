import { type TomlData, TomlDateTime, type TomlTable } from './plain.ts';

/** Arrays that do not fit on a line of this width get a line for each item. */
const WIDTH = 100;

const BARE_KEY = /^[A-Za-z0-9_-]+$/;

/**
 * TOML 1.0 text of a table: its values first, then its tables as `[a.b]` and its lists of tables as `[[a.b]]`, each in
 * the order given. `parseToml` reads the same data back. Numbers are integers where they can be, so 1.0 is printed `1`.
 * Throws on what TOML has no text for: bigints beyond 64 bits and strings with half a surrogate pair.
 */
export function printToml(table: TomlTable): string {
  const blocks: string[] = [];
  printTable(table, [], '', blocks);
  return blocks.join('\n');
}

/** Adds one block for the table under its header, and those of the tables in it. */
function printTable(table: TomlTable, path: readonly string[], header: string, blocks: string[]): void {
  const values: string[] = [];
  const inner: [string, TomlTable | readonly TomlTable[]][] = [];
  for (const [key, value] of Object.entries(table)) {
    if (isTable(value) || isTableList(value)) inner.push([key, value]);
    else values.push(`${printKey(key)} = ${printValue(value)}\n`);
  }
  // A header that only leads to others says nothing; an empty table, or a list item, would be lost without one.
  const needed = values.length > 0 || inner.length === 0 || header.startsWith('[[');
  if (needed && (header !== '' || values.length > 0)) {
    blocks.push((header && `${header}\n`) + values.join(''));
  }
  for (const [key, value] of inner) printInner(value, [...path, key], blocks);
}

function printInner(
  value: TomlTable | readonly TomlTable[],
  path: readonly string[],
  blocks: string[],
): void {
  const name = path.map(printKey).join('.');
  if (isTableList(value)) {
    for (const item of value) printTable(item, path, `[[${name}]]`, blocks);
  } else {
    printTable(value, path, `[${name}]`, blocks);
  }
}

function printKey(key: string): string {
  return BARE_KEY.test(key) ? key : printString(key);
}

function printValue(value: TomlData): string {
  if (typeof value === 'string' && value.includes('\n')) return printLines(value);
  const line = printInline(value);
  if (!Array.isArray(value) || line.length <= WIDTH) return line;
  return `[\n${value.map((item) => `  ${printInline(item)},\n`).join('')}]`;
}

/** A value on one line, as it stands behind `key = `. Throws as {@link printToml} does. */
export function printInline(value: TomlData): string {
  if (typeof value === 'string') return printString(value);
  if (typeof value === 'number') return printNumber(value);
  if (typeof value === 'bigint') return printBigint(value);
  if (typeof value === 'boolean') return String(value);
  if (value instanceof TomlDateTime) return value.text;
  if (!isTable(value)) return `[${value.map(printInline).join(', ')}]`;
  const entries = Object.entries(value).map(([key, item]) => `${printKey(key)} = ${printInline(item)}`);
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}

function printNumber(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  if (Object.is(value, -0)) return '-0.0';
  const text = String(value);
  // An integer beyond the safe range is a float that happens to be whole; without a point it would be read as exact.
  return /^-?\d+$/.test(text) && !Number.isSafeInteger(value) ? `${text}.0` : text;
}

function printBigint(value: bigint): string {
  if (BigInt.asIntN(64, value) !== value) {
    throw new RangeError(`${value} does not fit into a 64-bit integer of TOML`);
  }
  return String(value);
}

/** Regular expressions and paths stay readable between single quotes, where a backslash is a backslash. */
function printString(text: string): string {
  if (!text.isWellFormed()) throw new RangeError('TOML has no text for half a surrogate pair');
  if (text.includes('\\') && !/['\p{Cc}]/u.test(text)) return `'${text}'`;
  return `"${text
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"')
    .replace(/\p{Cc}/gu, escapeControl)}"`;
}

/** Text of several lines, as it would be typed. */
function printLines(text: string): string {
  if (!text.isWellFormed()) throw new RangeError('TOML has no text for half a surrogate pair');
  const escaped = text
    .replaceAll('\\', '\\\\')
    .replace(/"""|"$/g, (quotes) => `${quotes.slice(1)}\\"`)
    .replace(/(?![\n\t])\p{Cc}/gu, escapeControl);
  return `"""\n${escaped}"""`;
}

const shortEscapes = new Map([
  ['\b', '\\b'],
  ['\t', '\\t'],
  ['\n', '\\n'],
  ['\f', '\\f'],
  ['\r', '\\r'],
]);

function escapeControl(char: string): string {
  return shortEscapes.get(char) ?? `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

function isTable(value: TomlData): value is TomlTable {
  return typeof value === 'object' && !Array.isArray(value) && !(value instanceof TomlDateTime);
}

function isTableList(value: TomlData): value is readonly TomlTable[] {
  return Array.isArray(value) && value.length > 0 && value.every(isTable);
}
