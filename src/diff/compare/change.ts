import type { Place } from '../../diagnostic/index.ts';
import type { ExpectationTree } from '../tree/files.ts';
import { placeOf } from '../tree/node.ts';
import { type CompareOptions, type Edit, editsBetween } from './edits.ts';
import type { ChangeKind } from './kind.ts';
import { reasonOf, textOf } from './reason.ts';
import { nodesOf, type Trail } from './trail.ts';

/** One difference of two expectation trees. Plain data. */
export interface Change {
  readonly kind: ChangeKind;
  /** From the file down; of what is gone, as it was. */
  readonly path: readonly string[];
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
  return editsBetween(old, now, options).edits.map(changeOf);
}

export function changeOf(edit: Edit): Change {
  const { kind, before, after } = edit;
  const placeBefore = placeIn(before);
  const placeAfter = placeIn(after);
  const placeNear = after ? undefined : placeIn(edit.parentAfter);
  const trail = after ?? before;
  return {
    kind,
    path: trail
      ? nodesOf(trail).map(({ label, variant }) => (variant === undefined ? label : `${label} [${variant}]`))
      : [],
    ...(before && { before: textOf(before.node) }),
    ...(after && { after: textOf(after.node) }),
    reason: reasonOf(edit),
    ...(placeBefore && { placeBefore }),
    ...(placeAfter && { placeAfter }),
    ...(placeNear && { placeNear }),
  };
}

function placeIn(trail: Trail | undefined): Place | undefined {
  return trail && placeOf(trail.node);
}
