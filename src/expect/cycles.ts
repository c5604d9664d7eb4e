import { compareSpans, type Span, type Trace } from '../trace/index.ts';

/**
 * Every cycle of parent pointers, each from parent to child (`a`, `b` for a -> b -> a) and beginning with its earliest
 * span. Linear in spans and without recursion, so chains of any length are fine.
 */
export function findCycles(trace: Trace): Span[][] {
  const walkOf = new Map<Span, number>();
  const cycles: Span[][] = [];
  for (const [walk, start] of trace.spans.entries()) {
    // Some member of a cycle comes no later than its parent, and that is rare elsewhere: only there a walk begins.
    const parent = trace.parentOf(start);
    if (!parent || compareSpans(parent, start) < 0) continue;
    const path: Span[] = [];
    let span: Span | undefined = start;
    while (span && !walkOf.has(span)) {
      walkOf.set(span, walk);
      path.push(span);
      span = trace.parentOf(span);
    }
    // Met again on this very walk: from there on the path is a cycle, child before parent.
    if (span && walkOf.get(span) === walk)
      cycles.push(fromEarliest(path.slice(path.indexOf(span)).reverse()));
  }
  return cycles.sort(compareFirst);
}

function fromEarliest(cycle: readonly Span[]): Span[] {
  const [earliest] = cycle.toSorted(compareSpans);
  const start = earliest ? cycle.indexOf(earliest) : 0;
  return [...cycle.slice(start), ...cycle.slice(0, start)];
}

function compareFirst(a: readonly Span[], b: readonly Span[]): number {
  const [first] = a;
  const [second] = b;
  return first && second ? compareSpans(first, second) : 0;
}
