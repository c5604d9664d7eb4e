import { nearest } from '../../diagnostic/index.ts';
import { relate } from '../meaning/meaning.ts';
import { containsName } from '../meaning/names.ts';
import type { TreeNode } from '../tree/node.ts';

/** Nodes without a counterpart of their own name, and how alike two of them are: 0 for no relation at all. */
export type Likeness = (old: TreeNode, now: TreeNode) => number;

/** Up to so many pairs all are looked at; of more, only those that stand near each other in the order of their keys. */
const MAX_PAIRS = 4_096;
const WINDOW = 16;

/**
 * Pairs nodes that are alike, the most alike first, each once. The outcome is the same read backwards, and the time is
 * linear in the number of nodes beyond {@link MAX_PAIRS}.
 */
export function pairNearest(
  old: readonly TreeNode[],
  now: readonly TreeNode[],
  likeness: Likeness,
): [TreeNode, TreeNode][] {
  if (old.length === 0 || now.length === 0) return [];
  const before = byKey(old);
  const after = byKey(now);
  const reach = old.length * now.length <= MAX_PAIRS ? Infinity : WINDOW;
  const candidates: { readonly i: number; readonly j: number; readonly score: number }[] = [];
  for (const [i, each] of before.entries()) {
    const from = Math.max(0, i - reach);
    for (let j = from; j < after.length && j <= i + reach; j++) {
      const other = after[j];
      const score = other ? likeness(each, other) : 0;
      if (score > 0) candidates.push({ i, j, score });
    }
  }
  // Two candidates with equal scores, distances and sums share no node, so their order cannot matter.
  candidates.sort(
    (a, b) => b.score - a.score || Math.abs(a.i - a.j) - Math.abs(b.i - b.j) || a.i + a.j - b.i - b.j,
  );
  const taken = new Set<TreeNode>();
  const pairs: [TreeNode, TreeNode][] = [];
  for (const { i, j } of candidates) {
    const [each, other] = [before[i], after[j]];
    if (!each || !other || taken.has(each) || taken.has(other)) continue;
    taken.add(each).add(other);
    pairs.push([each, other]);
  }
  return pairs;
}

function byKey(nodes: readonly TreeNode[]): TreeNode[] {
  return nodes.toSorted((a, b) => compareText(a.key, b.key) || compareText(a.digest, b.digest));
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Leaves are alike when the one claims the more or less of the other; nothing else makes `[a, b]` out of `[a, c]`. */
export const leafLikeness: Likeness = (old, now) => {
  if (!old.leaf || !now.leaf || old.group !== now.group) return 0;
  const relation = relate(old.leaf.meaning, now.leaf.meaning);
  return relation === 'incomparable' ? 0 : relation === 'equal' ? 2 : 1;
};

/** A span expectation whose name grew or shrank, or that only goes by another name. */
export const spanLikeness: Likeness = (old, now) => {
  const { shared, share } = overlap(old, now);
  if (containsName(old.key, now.key) || containsName(now.key, old.key)) return 1 + share;
  const isNear = nearest(old.key, [now.key]) !== undefined || nearest(now.key, [old.key]) !== undefined;
  const enough = isNear ? shared >= 1 && share >= 0.5 : shared >= 2 && share > 0.5;
  return enough ? share : 0;
};

/** The same content under another name, or most of it. */
export function contentLikeness(leastShared: number): Likeness {
  return (old, now) => {
    if (old.group !== now.group) return 0;
    if (old.digest === now.digest) return 2;
    const { shared, share } = overlap(old, now);
    return shared >= leastShared && share >= 0.5 ? share : 0;
  };
}

interface Overlap {
  /** How many claims both make. */
  readonly shared: number;
  /** Of the claims of the larger one, the part that is shared. */
  readonly share: number;
}

function overlap(a: TreeNode, b: TreeNode): Overlap {
  const first = claimsOf(a);
  const second = claimsOf(b);
  const largest = Math.max(first.size, second.size);
  const shared = first.intersection(second).size;
  return { shared, share: largest === 0 ? 0 : shared / largest };
}

/** More claims than this tell nothing more about likeness. */
const MAX_CLAIMS = 200;
const known = new WeakMap<TreeNode, ReadonlySet<string>>();

/** Everything a node says by itself, defaults left out. */
function claimsOf(node: TreeNode): ReadonlySet<string> {
  const found = known.get(node) ?? new Set(claims(node, '').take(MAX_CLAIMS));
  known.set(node, found);
  return found;
}

function* claims(node: TreeNode, prefix: string): Generator<string> {
  for (const child of node.children) {
    if (child.leaf?.presence === 'always') continue;
    if (child.leaf) yield prefix + child.identity;
    else yield* claims(child, `${prefix}${child.group} ${child.key} `);
  }
}
