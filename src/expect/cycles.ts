import { compareSpans, type Span, type Trace } from '../trace/index.ts';

/**
 * Every cycle of parent pointers, each from parent to child (`a`, `b` for a -> b -> a) and beginning with its earliest
 * span. Linear in spans and without recursion, so chains of any length are fine.
 */
export function findCycles(trace: Trace): Span[][] {
  const walkOf = new Map<Span, number>();
  const cycles: Span[][] = [];
  const path: Span[] = [];
  for (const [walk, start] of trace.spans.entries()) {
    path.length = 0;
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
  return cycles.sort((a, b) => compareFirst(a, b));
}

function fromEarliest(cycle: readonly Span[]): Span[] {
  let start = 0;
  for (const [at, span] of cycle.entries()) {
    const first = cycle[start];
    if (first && compareSpans(span, first) < 0) start = at;
  }
  return [...cycle.slice(start), ...cycle.slice(0, start)];
}

function compareFirst(a: readonly Span[], b: readonly Span[]): number {
  const [first] = a;
  const [second] = b;
  return first && second ? compareSpans(first, second) : 0;
}
