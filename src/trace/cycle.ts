import type { Span } from './span.ts';
import type { Trace } from './trace.ts';

/** The tested system's spans of one trace, sorted by whether walking up from them ever ends. */
export interface Peeled {
  /** Every span that is not on a parent cycle, children before parents. */
  readonly leavesFirst: readonly Span[];
  /** Parent cycles, which only a faulty or lying sender makes. Each member is the parent of the next, the last of the first. */
  readonly cycles: readonly (readonly Span[])[];
}

/** Takes away leaves until none is left; what remains is exactly the spans on parent cycles. Linear, no recursion. */
export function peel(trace: Trace): Peeled {
  const pending = new Map(trace.spans.map((span) => [span, 0]));
  const testedParent = (span: Span): Span | undefined => {
    const parent = trace.parentOf(span);
    return parent !== undefined && pending.has(parent) ? parent : undefined;
  };
  const adjust = (parent: Span | undefined, by: 1 | -1): number => {
    if (parent === undefined) return -1;
    const count = (pending.get(parent) ?? 0) + by;
    pending.set(parent, count);
    return count;
  };
  for (const span of trace.spans) adjust(testedParent(span), 1);
  const leavesFirst = trace.spans.filter((span) => pending.get(span) === 0);
  // Grows while it is walked: a parent joins once its last child has been passed.
  for (const span of leavesFirst) {
    const parent = testedParent(span);
    if (parent !== undefined && adjust(parent, -1) === 0) leavesFirst.push(parent);
  }
  const circular = trace.spans.filter((span) => (pending.get(span) ?? 0) > 0);
  return { leavesFirst, cycles: separate(circular, testedParent) };
}

/** Every span given has its parent among them, and is the parent of exactly one of them. */
function separate(circular: readonly Span[], parentOf: (span: Span) => Span | undefined): Span[][] {
  const seen = new Set<Span>();
  const cycles: Span[][] = [];
  for (const start of circular) {
    if (seen.has(start)) continue;
    seen.add(start);
    const upwards: Span[] = [];
    for (let at = parentOf(start); at !== undefined && !seen.has(at); at = parentOf(at)) {
      seen.add(at);
      upwards.push(at);
    }
    cycles.push([start, ...upwards.reverse()]);
  }
  return cycles;
}

/** The rotation of a circle that sorts first, in linear time. Source: the two-pointer form of Booth's least rotation. */
export function lowestRotation<T>(circle: readonly T[], compare: (a: T, b: T) => number): readonly T[] {
  const order = (first: number, second: number): number => {
    const [a, b] = [circle[first % circle.length], circle[second % circle.length]];
    return a === undefined || b === undefined ? 0 : compare(a, b);
  };
  let best = 0;
  let rival = 1;
  let same = 0;
  while (best < circle.length && rival < circle.length && same < circle.length) {
    const difference = order(best + same, rival + same);
    if (difference === 0) {
      same += 1;
      continue;
    }
    // No start among those just compared can win: each loses to the same place counted from the other start.
    if (difference > 0) best += same + 1;
    else rival += same + 1;
    if (best === rival) rival += 1;
    same = 0;
  }
  const start = Math.min(best, rival);
  return [...circle.slice(start), ...circle.slice(0, start)];
}
