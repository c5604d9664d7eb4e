import { type Interval, isEmpty } from '../meaning/interval.ts';
import type { Relation } from '../meaning/relation.ts';
import type { TreeNode } from '../tree/node.ts';
import type { ChangeKind } from './kind.ts';
import type { Trail } from './trail.ts';

/**
 * What the clauses of a span expectation ask for depends on its count. `up`: at least so many spans must satisfy them, so
 * a narrower clause asks for more. `down`: at most so many may, so it asks for less. `none`: any number will do.
 * `mixed`: both limits count, and nothing is certain.
 */
export type Polarity = 'up' | 'down' | 'none' | 'mixed';

/** Of a leaf that changed; undefined when it is no clause of a span expectation. */
export function polarityOf(before: Trail, after: Trail): Polarity | undefined {
  const [old, now] = [before.above?.node, after.above?.node];
  if (old?.kind !== 'span' || now?.kind !== 'span' || !isClause(before.node)) return undefined;
  const counts = [countOf(old), countOf(now)].filter((each) => each !== undefined);
  // Clauses change first and the count last, so both counts must read a clause the same way.
  const up = counts.every((count) => count.most === Infinity || isEmpty(count));
  const down = counts.every((count) => count.least === 0 || isEmpty(count));
  if (up && down) return 'none';
  return up ? 'up' : down ? 'down' : 'mixed';
}

function isClause({ group }: TreeNode): boolean {
  return group !== 'count' && group !== 'when';
}

function countOf({ children }: TreeNode): Interval | undefined {
  const meaning = children.find(({ group }) => group === 'count')?.leaf?.meaning;
  return meaning?.kind === 'interval' ? meaning.interval : undefined;
}

/** What a change of a clause, narrower or wider, does to the whole expectation. */
export function kindOfSpanChange(relation: Relation, polarity: Polarity): ChangeKind {
  if (relation === 'equal' || polarity === 'none') return 'equivalent';
  if (relation === 'incomparable' || polarity === 'mixed') return 'incomparable';
  return (relation === 'tighter') === (polarity === 'up') ? 'tightened' : 'loosened';
}
