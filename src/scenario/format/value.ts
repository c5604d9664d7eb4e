import { type Group, type Item, isBroken, type Row, type Value, widthOf } from './group.ts';

/** Lines up to this many UTF-16 units are left on one line. */
const WIDTH = 100;
const INDENT = '  ';

/** Where a value stands, which decides how it is laid out. */
export interface Spot {
  /** Line end of the file. */
  readonly eol: string;
  /** Spaces at the start of the line. */
  readonly indent: string;
  /** Width of what stands on the line beside the value. */
  readonly taken: number;
  /** False in an inline table on one line, where a list over lines is legal but reads worse than a long line. */
  readonly mayBreak: boolean;
}

/**
 * A value as it is written out. A list on one line stays there when it fits, else it gets a line for each item. What
 * its author broke stays broken, with the same items on a line as long as they fit. Inline tables on one line stay so
 * at any width: TOML 1.0 has no others.
 */
export function printValue(value: Value, spot: Spot): string {
  if (value.kind === 'scalar') return value.text;
  const items = value.rows.flatMap((row) => row.items);
  if (value.overLines) return printRows(value, value.rows, spot);
  if (value.open === '{') return printTable(items, spot);
  if (value.broken || (spot.mayBreak && spot.taken + value.width > WIDTH)) {
    return printRows(value, items.map(alone), spot);
  }
  return `[${printLine(items, spot)}]`;
}

function printTable(items: readonly Item[], spot: Spot): string {
  return items.length === 0 ? '{}' : `{ ${printLine(items, { ...spot, mayBreak: false })} }`;
}

/** Items side by side. */
function printLine(items: readonly Item[], spot: Spot): string {
  return items.map(({ label, value }) => label + printValue(value, spot)).join(', ');
}

function alone(item: Item): Row {
  return { items: [item], comment: undefined };
}

function printRows({ open, heading }: Group, rows: readonly Row[], spot: Spot): string {
  const inner = { ...spot, indent: spot.indent + INDENT };
  return [
    heading === undefined ? open : `${open} ${heading}`,
    ...rows.flatMap((row) => printRow(row, inner)),
    spot.indent + (open === '[' ? ']' : '}'),
  ].join(spot.eol);
}

/** The lines of a row: one, or one for each item when they do not fit side by side. */
function printRow({ items, comment }: Row, spot: Spot): string[] {
  if (items.length === 0) return [comment === undefined ? '' : spot.indent + comment];
  const fits =
    !items.some(({ value }) => isBroken(value)) && spot.indent.length + widthOf(items) + 1 <= WIDTH;
  const lines = fits
    ? [printLine(items, { ...spot, mayBreak: false })]
    : items.map((item) => printAlone(item, spot));
  const behind = comment === undefined ? '' : ` ${comment}`;
  return lines.map((line, index) => `${spot.indent}${line},${index === lines.length - 1 ? behind : ''}`);
}

function printAlone({ label, value }: Item, spot: Spot): string {
  return label + printValue(value, { ...spot, taken: spot.indent.length + label.length + 1 });
}
