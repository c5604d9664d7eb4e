import type { Span } from '../../../trace/index.ts';
import type { Forest } from '../forest.ts';
import { pathOf } from '../span-path.ts';
import type { FindingInput, TraceFinding } from './finding.ts';

/** Fewer more than before happen by chance: a page that has one more item. */
const MORE = 2;

/**
 * Children of one name that have become more under the same parent: of those that failed a retry storm, of the others the
 * query that is now made once for each item (N+1).
 */
export function repeatedChildren({ pair }: FindingInput): TraceFinding[] {
  const { before, after, matching } = pair;
  const found: TraceFinding[] = [];
  for (let u = 0; u < matching.toAfter.length; u++) {
    const v = matching.toAfter[u] ?? -1;
    if (v === -1 || (after.children[v]?.length ?? 0) < MORE || before.tree[u] === after.tree[v]) continue;
    const earlier = countChildren(before, u);
    for (const [name, now] of countChildren(after, v)) {
      const then = earlier.get(name) ?? { failed: 0, fine: 0 };
      const path = () => [...pathOf(after, v), name];
      if (isMore(then.failed, now.failed)) {
        const message = `"${name}" failed ${times(then.failed)} below one span and now fails ${times(now.failed)}`;
        found.push({ kind: 'retry-storm', path: path(), message });
      }
      if (isMore(then.fine, now.fine)) {
        const message = `"${name}" was called ${times(then.fine)} below one span and is now called ${times(now.fine)}`;
        found.push({ kind: 'n-plus-one', path: path(), message });
      }
    }
  }
  return found;
}

function isMore(then: number, now: number): boolean {
  return now >= then + MORE && now >= 2 * then;
}

interface Counts {
  failed: number;
  fine: number;
}

function countChildren({ spans, children }: Forest, index: number): Map<string, Counts> {
  const counts = new Map<string, Counts>();
  for (const child of children[index] ?? []) {
    const span = spans[child];
    if (!span) continue;
    const known = counts.get(span.name) ?? { failed: 0, fine: 0 };
    counts.set(span.name, known);
    known[hasFailed(span) ? 'failed' : 'fine'] += 1;
  }
  return counts;
}

function hasFailed({ status }: Span): boolean {
  return status.code === 'error';
}

function times(count: number): string {
  return count === 0 ? 'never' : count === 1 ? 'once' : `${count} times`;
}
