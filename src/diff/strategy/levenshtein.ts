import { changeOf } from '../compare/change.ts';
import { editsBetween, type PairChildren, type Parent } from '../compare/edits.ts';
import { type Pair, type Pairing, pairUp } from '../compare/pair.ts';
import type { TreeNode } from '../tree/node.ts';
import type { DiffStrategy, StrategyOptions } from './strategy.ts';
import { type OrderedTree, treeDistance } from './tree-distance.ts';

/** Parts of one scenario or service, its claims among them; beyond it the table of distances would take the time of many scenarios. */
export const MAX_NODES = 400;
/** For all of them together. */
export const MAX_MS = 2_000;

/**
 * The fewest insertions, deletions and replacements, scenario by scenario: an edge that became another one is one
 * replacement, not one gone and one new. Above {@link MAX_NODES} parts, and once {@link MAX_MS} are over, scenarios are
 * compared as sets, which the notes tell.
 */
export const levenshtein: DiffStrategy = {
  summary: `the fewest edits of each scenario (up to ${MAX_NODES} parts each and ${MAX_MS / 1000} s in all, then as sets)`,
  compare(old, now, options) {
    const search = new Search(options);
    const { edits } = editsBetween(old, now, options, search.pairChildren);
    return { changes: edits.map(changeOf), notes: search.notes, distance: search.distance };
  },
};

class Search {
  readonly notes: string[] = [];
  distance = 0;
  /** What the nodes below a pair that was measured have become. */
  readonly #became = new WeakMap<TreeNode, TreeNode>();
  readonly #measured = new WeakSet<TreeNode>();
  /** What lies below a pair that was given up. */
  readonly #left = new WeakSet<TreeNode>();
  readonly #isOver: () => boolean;

  constructor({ monotonicMs }: StrategyOptions) {
    const end = monotonicMs() + MAX_MS;
    this.#isOver = () => monotonicMs() > end;
  }

  readonly pairChildren: PairChildren = (old, now) => {
    const isLeft = old.node.kind === 'file' || this.#left.has(old.node);
    if (!isLeft && (this.#measured.has(old.node) || this.#measure(old, now))) return this.#asMapped(old, now);
    if (old.node.kind !== 'file') for (const child of old.children) this.#left.add(child);
    return pairUp(old.children, now.children);
  };

  #measure(old: Parent, now: Parent): boolean {
    const [a, b] = [orderedTree(old), orderedTree(now)];
    const most = Math.max(sizeOf(a), sizeOf(b));
    if (most > MAX_NODES) {
      this.notes.push(`${old.node.label} has ${most} parts (limit ${MAX_NODES}) and is compared as a set`);
      return false;
    }
    const result = this.#isOver() ? undefined : treeDistance(a, b, { relabel, isOver: this.#isOver });
    if (!result) {
      this.notes.push(`${old.node.label} is compared as a set: the ${MAX_MS} ms for counting edits are over`);
      return false;
    }
    this.distance += result.distance;
    for (const [node, other] of result.mapping) {
      this.#became.set(node, other);
      this.#measured.add(node);
    }
    return true;
  }

  /** Only what stayed below the same parent is a counterpart: a clause means something in its own expectation only. */
  #asMapped(old: Parent, now: Parent): Pairing {
    const open = new Set(now.children);
    const pairs: Pair[] = [];
    const removed: TreeNode[] = [];
    for (const child of old.children) {
      const other = this.#became.get(child);
      if (other && canBecome(child, other) && open.delete(other)) pairs.push([child, other]);
      else removed.push(child);
    }
    return { pairs, removed, added: [...open] };
  }
}

/** The order of expectations means nothing, so they are put into one; that of steps does. */
function orderedTree({ node, children }: Parent): OrderedTree<TreeNode> {
  const steps = children.filter(({ kind }) => kind === 'step');
  const others = children
    .filter(({ kind }) => kind !== 'step')
    .sort((a, b) => (a.identity < b.identity ? -1 : 1));
  return {
    value: node,
    children: [...steps, ...others].map((child) => orderedTree({ node: child, children: child.children })),
  };
}

function sizeOf(tree: OrderedTree<TreeNode>): number {
  return tree.children.reduce((size, child) => size + sizeOf(child), 1);
}

function relabel(a: TreeNode, b: TreeNode): number {
  if (a.leaf && b.leaf ? a.identity === b.identity : a.group === b.group && a.key === b.key) return 0;
  return canBecome(a, b) ? 1 : 2;
}

function canBecome(a: TreeNode, b: TreeNode): boolean {
  return a.kind === b.kind && a.group === b.group;
}
