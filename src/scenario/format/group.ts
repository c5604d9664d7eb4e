/** A value as its author laid it out. */
export type Value = { readonly kind: 'scalar'; readonly text: string } | Group;

/** A list or an inline table. */
export interface Group {
  readonly kind: 'group';
  readonly open: '[' | '{';
  /** The comment behind the opening bracket. */
  readonly heading: string | undefined;
  /** One for each line between the brackets; no empty ones at either end, and no two side by side. */
  readonly rows: readonly Row[];
  /** Whether a line ends between the brackets themselves. */
  readonly overLines: boolean;
  /** Whether a line ends anywhere in it, other than in a string. */
  readonly broken: boolean;
  /** Of the group on one line, in UTF-16 units. */
  readonly width: number;
}

/** A line of a group: empty, a comment, or items and perhaps a comment behind them. */
export interface Row {
  readonly items: readonly Item[];
  readonly comment: string | undefined;
}

export interface Item {
  /** The key and ` = `; empty in a list. */
  readonly label: string;
  readonly value: Value;
}

/** What was read between two brackets; the first row stands behind the opening one, the last before the closing one. */
type Read = Pick<Group, 'open' | 'rows' | 'overLines'>;

export function groupOf({ open, rows, overLines: written }: Read): Group {
  const [first, ...others] = rows;
  const heading = first?.items.length === 0 ? first.comment : undefined;
  const kept = withoutBlanks(heading === undefined ? rows : others);
  const items = kept.flatMap((row) => row.items);
  const overLines = written && (kept.length > 0 || heading !== undefined);
  const space = open === '{' && items.length > 0 ? 2 : 0;
  return {
    kind: 'group',
    open,
    heading,
    rows: kept,
    overLines,
    broken: overLines || items.some(({ value }) => isBroken(value)),
    width: 2 + space + widthOf(items),
  };
}

export function isBroken(value: Value): boolean {
  return value.kind === 'group' && value.broken;
}

/**
 * Of items on one line, with the commas between them. A string over several lines makes any line narrow enough: no
 * layout could mend it.
 */
export function widthOf(items: readonly Item[]): number {
  const commas = 2 * Math.max(0, items.length - 1);
  return items.reduce((sum, { label, value }) => sum + label.length + valueWidth(value), commas);
}

function valueWidth(value: Value): number {
  if (value.kind === 'group') return value.width;
  return value.text.includes('\n') ? Number.NEGATIVE_INFINITY : value.text.length;
}

function withoutBlanks(rows: readonly Row[]): Row[] {
  const kept: Row[] = [];
  for (const row of rows) {
    const last = kept.at(-1);
    if (!isBlank(row) || (last && !isBlank(last))) kept.push(row);
  }
  const last = kept.at(-1);
  if (last && isBlank(last)) kept.pop();
  return kept;
}

function isBlank({ items, comment }: Row): boolean {
  return items.length === 0 && comment === undefined;
}
