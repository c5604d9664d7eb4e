/** The order in which the rows of a waterfall stand: every span once, parents before their children. */
export interface SpanTree {
  /** Positions of spans, in the order of rows. */
  readonly order: readonly number[];
  /** By position: 0 for those at the top. */
  readonly depth: Int32Array;
  /** By position: how many spans stand below it in all. */
  readonly below: Int32Array;
  /** By position: the parent in this tree; -1 at the top. */
  readonly parent: Int32Array;
}

export interface TreeInput {
  /** By position: the parent's position, or -1. A span may be its own ancestor, for senders can lie. */
  readonly parent: readonly number[];
  /** By position, in any unit; siblings stand in this order, those without a time first. */
  readonly start: readonly number[];
  /** Whether a span is to be shown at all; children of others move up to the nearest that is. */
  readonly isShown: (position: number) => boolean;
}

/** Linear in spans but for sorting siblings; without recursion, for a trace may be one chain of thousands. */
export function treeOf({ parent, start, isShown }: TreeInput): SpanTree {
  const size = parent.length;
  const above = Int32Array.from(parent, (_, position) => shownAbove(position, parent, isShown));
  const children = childrenOf(above, start, isShown);
  const depth = new Int32Array(size).fill(-1);
  const order: number[] = [];
  const visit = (root: number) => {
    const open = [root];
    depth[root] = 0;
    above[root] = -1;
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      order.push(at);
      for (const child of (children.get(at) ?? []).toReversed()) {
        if (depth[child] !== -1) continue;
        depth[child] = (depth[at] ?? 0) + 1;
        open.push(child);
      }
    }
  };
  for (const root of children.get(-1) ?? []) visit(root);
  // What is left is its own ancestor, or below such a span: the circle is cut where it is met first.
  for (let position = 0; position < size; position++)
    if (depth[position] === -1 && isShown(position)) visit(position);
  return { order, depth, below: countBelow(order, above), parent: above };
}

function shownAbove(
  position: number,
  parent: readonly number[],
  isShown: (position: number) => boolean,
): number {
  let at = parent[position] ?? -1;
  for (let steps = 0; at !== -1 && !isShown(at) && steps < parent.length; steps++) at = parent[at] ?? -1;
  return at !== -1 && isShown(at) ? at : -1;
}

function childrenOf(
  above: Int32Array,
  start: readonly number[],
  isShown: (position: number) => boolean,
): ReadonlyMap<number, readonly number[]> {
  const children = new Map<number, number[]>();
  for (const [position, parent] of above.entries()) {
    if (!isShown(position)) continue;
    const siblings = children.get(parent);
    if (siblings) siblings.push(position);
    else children.set(parent, [position]);
  }
  for (const siblings of children.values())
    siblings.sort((a, b) => (start[a] ?? -1) - (start[b] ?? -1) || a - b);
  return children;
}

function countBelow(order: readonly number[], above: Int32Array): Int32Array {
  const below = new Int32Array(above.length);
  for (const at of order.toReversed()) {
    const parent = above[at] ?? -1;
    if (parent !== -1) below[parent] = (below[parent] ?? 0) + (below[at] ?? 0) + 1;
  }
  return below;
}
