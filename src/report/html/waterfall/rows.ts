import type { SpanTree } from './tree.ts';

/** What decides which rows of a tree are on the screen. */
export interface RowChoice {
  /** Positions whose children are folded away. */
  readonly folded: ReadonlySet<number>;
  /** Only these, and what they stand below; undefined for all. Folding does not hide them. */
  readonly found: ReadonlySet<number> | undefined;
}

/** Positions of the spans that have a row, in order; linear in spans. */
export function rowsOf({ order, below, parent }: SpanTree, { folded, found }: RowChoice): number[] {
  if (found) {
    const wanted = withAncestors(found, parent);
    return order.filter((position) => wanted.has(position));
  }
  const rows: number[] = [];
  for (let index = 0; index < order.length; index++) {
    const position = order[index] ?? 0;
    rows.push(position);
    if (folded.has(position)) index += below[position] ?? 0;
  }
  return rows;
}

function withAncestors(found: ReadonlySet<number>, parent: Int32Array): ReadonlySet<number> {
  const wanted = new Set<number>();
  for (const position of found) {
    for (let at = position; at !== -1 && !wanted.has(at); at = parent[at] ?? -1) wanted.add(at);
  }
  return wanted;
}
