import type { Forest } from './forest.ts';

/** Levels shown: a chain of thousands of spans says no more than its ends do. */
const MAX_LEVELS = 12;

/** The names from the top down to a span. Of a long chain the span and what is nearest to it. */
export function pathOf({ spans, parent }: Forest, index: number): string[] {
  const names: string[] = [];
  // Bounded, so that a circle of parents ends too.
  for (let at = index; at >= 0 && names.length < MAX_LEVELS; at = parent[at] ?? -1) {
    names.push(spans[at]?.name ?? '');
  }
  return names.reverse();
}
