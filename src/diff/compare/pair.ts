import { type NodeKind, slotOf, type TreeNode } from '../tree/node.ts';
import { contentLikeness, type Likeness, leafLikeness, pairNearest, spanLikeness } from './nearest.ts';

export type Pair = readonly [old: TreeNode, now: TreeNode];

export interface Pairing {
  readonly pairs: readonly Pair[];
  readonly removed: readonly TreeNode[];
  readonly added: readonly TreeNode[];
}

/** What makes a node the successor of one with another key; kinds that are missing never change their key. */
const likeness: Partial<Record<NodeKind, Likeness>> = {
  leaf: leafLikeness,
  span: spanLikeness,
  claim: contentLikeness(1),
  step: contentLikeness(1),
  service: contentLikeness(2),
  scenario: contentLikeness(2),
};

/**
 * Finds for each node its counterpart: by key; of several with the same key first the equal ones, then those of the same
 * matrix combination, then the most alike; and last, among those left over, one that says almost the same.
 */
export function pairUp(old: readonly TreeNode[], now: readonly TreeNode[]): Pairing {
  const pairs: Pair[] = [];
  const removed: TreeNode[] = [];
  const added: TreeNode[] = [];
  const aligned = pairAligned(old, now, pairs);
  if (aligned === old.length && aligned === now.length) return { pairs, removed, added };
  const after = Map.groupBy(now.slice(aligned), slotOf);
  for (const [slot, nodes] of Map.groupBy(old.slice(aligned), slotOf)) {
    const others = after.get(slot) ?? [];
    after.delete(slot);
    const paired = pairAlike(nodes, others);
    pairs.push(...paired.pairs);
    removed.push(...paired.removed);
    added.push(...paired.added);
  }
  for (const nodes of after.values()) added.push(...nodes);
  return pairLeftOver({ pairs, removed, added });
}

/** Pairs up the first nodes one by one, and says how many those are: in most tables nothing comes or goes. */
function pairAligned(old: readonly TreeNode[], now: readonly TreeNode[], pairs: Pair[]): number {
  let at = 0;
  for (; at < old.length && at < now.length; at++) {
    const [each, other] = [old[at], now[at]];
    if (!each || !other || !isUnique(each) || each.group !== other.group || each.key !== other.key) break;
    pairs.push([each, other]);
  }
  return at;
}

/** Leaves and tables have their key to themselves, but for what comes of several matrix combinations. */
function isUnique({ kind, source }: TreeNode): boolean {
  return (kind === 'leaf' || kind === 'table') && source?.combination === undefined;
}

/** Counterparts among nodes of one key. */
function pairAlike(old: readonly TreeNode[], now: readonly TreeNode[]): Pairing {
  const [first] = old;
  const [second] = now;
  if (old.length === 1 && now.length === 1 && first && second)
    return { pairs: [[first, second]], removed: [], added: [] };
  const equal = pairBy(old, now, ({ digest }) => digest);
  const varied = pairBy(equal.removed, equal.added, ({ variant }) => variant);
  const alike = pairNearest(varied.removed, varied.added, anyLikeness);
  const rest = without(varied, alike);
  const inOrder = rest.removed.slice(0, rest.added.length).flatMap((each, index) => {
    const other = rest.added[index];
    return other ? [[each, other] as Pair] : [];
  });
  const { removed, added } = without(rest, inOrder);
  return { pairs: [...equal.pairs, ...varied.pairs, ...alike, ...inOrder], removed, added };
}

/** For nodes that have their key in common anyway. */
const anyLikeness = contentLikeness(1);

function pairBy(
  old: readonly TreeNode[],
  now: readonly TreeNode[],
  keyOf: (node: TreeNode) => string | undefined,
): Pairing {
  const waiting = Map.groupBy(now, keyOf);
  const pairs: Pair[] = [];
  for (const each of old) {
    const key = keyOf(each);
    const other = key === undefined ? undefined : waiting.get(key)?.shift();
    if (other) pairs.push([each, other]);
  }
  const { removed, added } = without({ removed: old, added: now }, pairs);
  return { pairs, removed, added };
}

function without(
  { removed, added }: Pick<Pairing, 'removed' | 'added'>,
  pairs: readonly Pair[],
): Pick<Pairing, 'removed' | 'added'> {
  const paired = new Set(pairs.flat());
  return {
    removed: removed.filter((each) => !paired.has(each)),
    added: added.filter((each) => !paired.has(each)),
  };
}

function pairLeftOver(pairing: Pairing): Pairing {
  if (pairing.removed.length === 0 || pairing.added.length === 0) return pairing;
  const pairs = [...pairing.pairs];
  const after = Map.groupBy(pairing.added, ({ group }) => group);
  for (const [group, nodes] of Map.groupBy(pairing.removed, (each) => each.group)) {
    const kind = nodes[0]?.kind;
    const alike = kind && likeness[kind];
    if (alike) pairs.push(...pairNearest(nodes, after.get(group) ?? [], alike));
  }
  return { pairs, ...without(pairing, pairs) };
}
