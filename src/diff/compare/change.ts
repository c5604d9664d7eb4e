import type { Place } from '../../diagnostic/index.ts';
import type { KeyPath } from '../../scenario/index.ts';
import type { ExpectationTree } from '../tree/files.ts';
import { placeOf, type TreeNode } from '../tree/node.ts';
import { type CompareOptions, type Edit, tellEdits } from './edits.ts';
import type { ChangeKind } from './kind.ts';
import { reasonOf, subjectOf, textOf } from './reason.ts';
import { nodesOf, type Trail } from './trail.ts';

/** One difference of two expectation trees. Plain data. */
export interface Change {
  readonly kind: ChangeKind;
  /** From the file down, as the new side has it; what is gone stands under what its parent has become. */
  readonly path: readonly string[];
  /**
   * Whether it is about what is expected, or about what is run and how: commands, services, environment, tags. Of the latter
   * nobody can say what it does to the trace.
   */
  readonly about: 'expectation' | 'execution';
  /** What it is about in short, such as `spans_total` or `must_include`. */
  readonly subject: string;
  readonly before?: string;
  readonly after?: string;
  /** What happened, in words: `spans_total: >= 5 became >= 1`. */
  readonly reason: string;
  readonly placeBefore?: Place;
  readonly placeAfter?: Place;
  /** For what is gone: where the new file has what it stood in. */
  readonly placeNear?: Place;
}

/**
 * The set difference of two expectation trees, in the order of the new one, with what is gone after its neighbours.
 * Empty for equal trees; read backwards it says the opposite. Takes time linear in the size of the trees.
 */
export function diffTrees(old: ExpectationTree, now: ExpectationTree, options?: CompareOptions): Change[] {
  const changes: Change[] = [];
  tellEdits(old, now, { ...options, tell: (edit) => changes.push(changeOf(edit)) });
  return changes;
}

export function changeOf(edit: Edit): Change {
  const { kind, before, after } = edit;
  const placeBefore = placeIn(before);
  const placeAfter = placeIn(after);
  const texts = { before: before ? textOf(before.node) : '', after: after ? textOf(after.node) : '' };
  const placeNear = after ? undefined : placeIn(edit.parentAfter);
  return {
    kind,
    path: pathOf(edit),
    about: isExpected((after ?? before)?.node.path ?? []) ? 'expectation' : 'execution',
    subject: subjectOf(edit),
    ...(before && { before: texts.before }),
    ...(after && { after: texts.after }),
    reason: reasonOf(edit, texts),
    ...(placeBefore && { placeBefore }),
    ...(placeAfter && { placeAfter }),
    ...(placeNear && { placeNear }),
  };
}

/** What lies in the `expect` of a file, of a scenario or of a step. */
function isExpected([table, , key, , inner]: KeyPath): boolean {
  if (table === 'expect') return true;
  return table === 'scenario' && (key === 'expect' || (key === 'steps' && inner === 'expect'));
}

function pathOf({ before, after, parentAfter }: Edit): string[] {
  if (after || !before) return after ? nodesOf(after).map(nameOf) : [];
  const old = nodesOf(before);
  const kept = parentAfter ? nodesOf(parentAfter) : [];
  return [...kept, ...old.slice(kept.length)].map(nameOf);
}

function nameOf({ label, variant }: TreeNode): string {
  return variant === undefined ? label : `${label} ${variant}`;
}

function placeIn(trail: Trail | undefined): Place | undefined {
  return trail && placeOf(trail.node);
}
