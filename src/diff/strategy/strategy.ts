import type { Change } from '../compare/change.ts';
import type { CompareOptions } from '../compare/edits.ts';
import type { ExpectationTree } from '../tree/files.ts';

export interface StrategyOptions extends CompareOptions {
  /** Monotonic milliseconds, for the time limit of strategies that have one. */
  readonly monotonicMs: () => number;
}

export interface TreeDiff {
  readonly changes: readonly Change[];
  /** What a reader has to know about how it was found: limits that were reached. */
  readonly notes: readonly string[];
  /** Insertions, deletions and relabellings, where the strategy counts them. */
  readonly distance?: number;
}

/**
 * A way of finding what became what. Strategies differ in what they take for counterparts and in what they sum up; what
 * is called tightened, loosened or equivalent is certain with each of them.
 */
export interface DiffStrategy {
  /** One sentence for help and reference. */
  readonly summary: string;
  compare(old: ExpectationTree, now: ExpectationTree, options: StrategyOptions): TreeDiff;
}
