import type { TreeNode } from '../tree/node.ts';
import type { Pair } from './pair.ts';

/**
 * The fewest pairs that have to move for the others to be in the same order on both sides: all but a longest increasing
 * subsequence (patience sorting, n log n).
 */
export function outOfOrder(
  pairs: readonly Pair[],
  old: readonly TreeNode[],
  now: readonly TreeNode[],
): readonly Pair[] {
  if (pairs.length < 2) return [];
  const position = new Map(old.map((node, index) => [node, index]));
  const later = new Map(now.map((node, index) => [node, index]));
  const sorted = pairs.toSorted(([a], [b]) => (position.get(a) ?? 0) - (position.get(b) ?? 0));
  const kept = longestIncreasing(sorted.map(([, node]) => later.get(node) ?? 0));
  return sorted.filter((_pair, index) => !kept.has(index));
}

/** Indexes of a longest strictly increasing subsequence. */
function longestIncreasing(values: readonly number[]): ReadonlySet<number> {
  const tails: number[] = [];
  const previous: (number | undefined)[] = [];
  for (const [index, value] of values.entries()) {
    let low = 0;
    let high = tails.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((values[tails[middle] ?? 0] ?? 0) < value) low = middle + 1;
      else high = middle;
    }
    previous.push(low > 0 ? tails[low - 1] : undefined);
    tails[low] = index;
  }
  const kept = new Set<number>();
  for (let at = tails.at(-1); at !== undefined; at = previous[at]) kept.add(at);
  return kept;
}
