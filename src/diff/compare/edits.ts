import { relate } from '../meaning/meaning.ts';
import { flipped, type Relation } from '../meaning/relation.ts';
import type { ExpectationTree } from '../tree/files.ts';
import type { TreeNode } from '../tree/node.ts';
import { pairFiles } from './files.ts';
import type { ChangeKind } from './kind.ts';
import { sameModel } from './model.ts';
import { outOfOrder } from './order.ts';
import { type Pairing, pairUp } from './pair.ts';
import { kindOfSpanChange, type Polarity, polarityOf } from './polarity.ts';
import { below, type Trail } from './trail.ts';

/** One difference, with the nodes it is about: `before` is missing for what is new, `after` for what is gone. */
export interface Edit {
  readonly kind: ChangeKind;
  readonly before: Trail | undefined;
  readonly after: Trail | undefined;
  /** Set for a clause of a span expectation whose count decides what the clause means. */
  readonly polarity?: Polarity | undefined;
  /** Of what is gone: what its parent has become, if it is still there. */
  readonly parentAfter?: Trail | undefined;
  /** Of a step that moved: the step it now comes after; empty when it comes first. */
  readonly previous?: string;
}

/** What is looked for across files, once everything else is paired. */
interface Pool {
  readonly removed: Trail[];
  readonly added: Trail[];
  /** What the parents of the removed have become, as far as they are there. */
  readonly parents: Map<Trail, Trail>;
}

interface Comparison {
  readonly tell: (edit: Edit) => void;
  readonly pool: Pool;
  readonly pairChildren: PairChildren;
  readonly counterparts: Map<TreeNode, TreeNode>;
}

export interface Edits {
  readonly edits: readonly Edit[];
  /** Files, scenarios and steps of either side to what they are on the other. */
  readonly counterparts: ReadonlyMap<TreeNode, TreeNode>;
}

/** A node with its children, which are made anew each time they are asked for. */
export interface Parent {
  readonly node: TreeNode;
  readonly children: readonly TreeNode[];
}

/** Decides which children of two paired nodes are counterparts. Whatever it decides, what is said of a pair is certain. */
export type PairChildren = (old: Parent, now: Parent) => Pairing;

const pairAsSets: PairChildren = (old, now) => pairUp(old.children, now.children);

export interface CompareOptions {
  /** Old file names to new ones that stand for the same file, as when two files are compared by name. */
  readonly counterparts?: ReadonlyMap<string, string> | undefined;
}

/** Every difference between two trees, each once; none for equal trees. Linear in their size. */
export function editsBetween(
  old: ExpectationTree,
  now: ExpectationTree,
  options: CompareOptions = {},
  pairChildren: PairChildren = pairAsSets,
): Edits {
  const edits: Edit[] = [];
  const tell = (edit: Edit) => edits.push(edit);
  const counterparts = tellEdits(old, now, { ...options, pairChildren, tell });
  return { edits, counterparts };
}

export interface Telling extends CompareOptions {
  readonly pairChildren?: PairChildren;
  readonly tell: (edit: Edit) => void;
}

/**
 * Tells each difference as soon as it is found. Whoever keeps none of them keeps nothing of the trees: where everything
 * changed, what is held takes more time than what is made. Gives the counterparts that were found.
 */
export function tellEdits(
  old: ExpectationTree,
  now: ExpectationTree,
  { tell, pairChildren = pairAsSets, ...options }: Telling,
): Edits['counterparts'] {
  const comparison: Comparison = {
    tell,
    pool: { removed: [], added: [], parents: new Map() },
    pairChildren,
    counterparts: new Map(),
  };
  const before: Trail = { node: old.root, above: undefined };
  const after: Trail = { node: now.root, above: undefined };
  const { pairs, removed, added } = pairFiles(old.root.children, now.root.children, options.counterparts);
  for (const [file, other] of pairs) {
    const [from, to] = [below(before, file), below(after, other)];
    const isRenamed = file.key !== other.key && options.counterparts?.get(file.key) !== other.key;
    if (isRenamed) comparison.tell({ kind: 'moved', before: from, after: to });
    compareChildren(from, to, comparison);
  }
  for (const file of removed)
    for (const child of file.children) isGone(below(below(before, file), child), comparison);
  for (const file of added)
    for (const child of file.children) isNew(below(below(after, file), child), comparison);
  settlePool(comparison);
  return comparison.counterparts;
}

function comparePair(before: Trail, after: Trail, comparison: Comparison): void {
  const [old, now] = [before.node, after.node];
  if (old.leaf && now.leaf) {
    compareLeaves(before, after, comparison);
    return;
  }
  if (isNamed(old) && old.key !== now.key) comparison.tell({ kind: 'moved', before, after });
  compareChildren(before, after, comparison);
}

/** Kinds whose key is a name of their own, not something that is claimed. */
function isNamed({ kind }: TreeNode): boolean {
  return kind === 'scenario' || kind === 'service' || kind === 'step';
}

function compareChildren(before: Trail, after: Trail, comparison: Comparison): void {
  const [old, now] = [before.node, after.node];
  if (old.kind === 'file' || old.kind === 'scenario' || old.kind === 'step')
    comparison.counterparts.set(old, now).set(now, old);
  if (isSame(old, now)) return;
  const [oldChildren, children] = [old.children, now.children];
  const pairing = comparison.pairChildren({ node: old, children: oldChildren }, { node: now, children });
  for (const [child, other] of pairing.pairs) {
    if (!isSettled(child, other)) comparePair(below(before, child), below(after, other), comparison);
  }
  for (const child of pairing.removed) isGone(below(before, child), comparison, after);
  for (const child of pairing.added) isNew(below(after, child), comparison, before);
  if (old.kind !== 'scenario') return;
  const steps = pairing.pairs.filter(([child]) => child.kind === 'step');
  for (const [child, other] of outOfOrder(steps, oldChildren, children)) {
    // A step that was also renamed is told to have moved once.
    if (child.key !== other.key) continue;
    const previous = stepBefore(other, children);
    comparison.tell({
      kind: 'moved',
      before: below(before, child),
      after: below(after, other),
      previous,
    });
  }
}

/** Most pairs: nothing has to be made of them to see that there is nothing to say. */
function isSettled(old: TreeNode, now: TreeNode): boolean {
  if (old.leaf && now.leaf) return old.leaf.canonical === now.leaf.canonical && old.key === now.key;
  return old.kind === 'table' && isSame(old, now);
}

/** Cheap to ask; equality it does not see shows below. */
function isSame(old: TreeNode, now: TreeNode): boolean {
  return old.madeOf !== undefined && sameModel(old.madeOf, now.madeOf);
}

function compareLeaves(before: Trail, after: Trail, comparison: Comparison): void {
  const [old, now] = [before.node.leaf, after.node.leaf];
  if (!old || !now || (old.canonical === now.canonical && before.node.key === after.node.key)) return;
  const relation = old.canonical === now.canonical ? 'equal' : relate(old.meaning, now.meaning);
  const polarity = polarityOf(before, after);
  const kind = polarity === undefined ? kindOf(relation) : kindOfSpanChange(relation, polarity);
  comparison.tell({ kind, before, after, polarity });
}

function kindOf(relation: Relation): ChangeKind {
  switch (relation) {
    case 'equal':
      return 'equivalent';
    case 'tighter':
      return 'tightened';
    case 'looser':
      return 'loosened';
    case 'incomparable':
      return 'incomparable';
    default:
      return relation satisfies never;
  }
}

/** `counterpart` is what its parent has become, if it is still there. */
function isGone(before: Trail, comparison: Comparison, counterpart?: Trail): void {
  if (isPooled(before.node)) {
    comparison.pool.removed.push(before);
    if (counterpart) comparison.pool.parents.set(before, counterpart);
  } else drop({ before, after: undefined, parentAfter: counterpart }, comparison, counterpart);
}

function isNew(after: Trail, comparison: Comparison, counterpart?: Trail): void {
  if (isPooled(after.node)) comparison.pool.added.push(after);
  else drop({ before: undefined, after }, comparison, counterpart);
}

/** Scenarios and services may turn up in another file. */
function isPooled({ kind }: TreeNode): boolean {
  return kind === 'scenario' || kind === 'service';
}

type OneSided = Pick<Edit, 'before' | 'after' | 'parentAfter'>;

/** Something without a counterpart. A table is taken apart, so that each of its claims is a difference of its own. */
function drop(one: OneSided, comparison: Comparison, counterpart?: Trail): void {
  const trail = one.before ?? one.after;
  if (!trail) return;
  const { node } = trail;
  if (node.kind === 'table') {
    for (const child of node.children) {
      const inner = below(trail, child);
      drop({ ...one, ...(one.before ? { before: inner } : { after: inner }) }, comparison);
    }
    return;
  }
  // A default goes and comes with what it is a default of.
  const isAlone = !counterpart || counterpart.node.children.length === 0;
  if (node.leaf?.presence === 'always' && isAlone) return;
  comparison.tell({ ...one, ...kindOfOneSided(one, trail, counterpart) });
}

function kindOfOneSided({ before, after }: OneSided, trail: Trail, counterpart: Trail | undefined) {
  const { node } = trail;
  const isThere = after !== undefined;
  const other = counterpart && below(counterpart, node);
  const polarity = other && (before ? polarityOf(before, other) : polarityOf(other, trail));
  const isPlain = polarity === undefined || (polarity === 'up' && node.leaf?.presence === 'tightens');
  return isPlain
    ? { kind: kindOfPresence(node, isThere), polarity }
    : { kind: kindOfSpanChange(relationOfPresence(node, isThere), polarity), polarity };
}

function relationOfPresence({ leaf }: TreeNode, isThere: boolean): Relation {
  const presence = leaf?.presence ?? 'tightens';
  if (presence === 'nothing') return 'equal';
  if (presence === 'unclear' || presence === 'always') return 'incomparable';
  const relation = presence === 'tightens' ? 'tighter' : 'looser';
  return isThere ? relation : flipped(relation);
}

function kindOfPresence(node: TreeNode, isThere: boolean): ChangeKind {
  const presence = node.leaf?.presence ?? 'tightens';
  if (presence === 'tightens') return isThere ? 'added' : 'removed';
  return kindOf(relationOfPresence(node, isThere));
}

function stepBefore(step: TreeNode, siblings: readonly TreeNode[]): string {
  const steps = siblings.filter(({ kind }) => kind === 'step');
  return steps[steps.indexOf(step) - 1]?.label ?? '';
}

/** Pairs what left one file with what came into another; the rest is removed and added. */
function settlePool(comparison: Comparison): void {
  const { removed, added } = comparison.pool;
  const trails = new Map([...removed, ...added].map((trail) => [trail.node, trail]));
  const pairing = pairUp(
    removed.map(({ node }) => node),
    added.map(({ node }) => node),
  );
  for (const [old, now] of pairing.pairs) {
    const [before, after] = [trails.get(old), trails.get(now)];
    if (!before || !after) continue;
    comparison.tell({ kind: 'moved', before, after });
    compareChildren(before, after, comparison);
  }
  for (const node of pairing.removed) {
    const before = trails.get(node);
    drop(
      { before, after: undefined, parentAfter: before && comparison.pool.parents.get(before) },
      comparison,
    );
  }
  for (const node of pairing.added) drop({ before: undefined, after: trails.get(node) }, comparison);
}
