import type { Span, Trace } from '../trace/index.ts';
import { findCycles } from './cycles.ts';

/** Who descends from whom, answered in constant time after one walk over the whole forest. */
export interface Causality {
  /** Position of a span in a walk that visits parents before their children. */
  enter(span: Span): number;
  /** The last position among a span and its descendants. */
  leave(span: Span): number;
  /** One is the other, or an ancestor of it. */
  related(a: Span, b: Span): boolean;
}

/**
 * Numbers all spans by a depth-first walk: the descendants of a span are exactly those from `enter` to `leave`.
 * A cycle is entered at its earliest span, whose descendants the others then are. Iterative and linear.
 */
export function createCausality(trace: Trace): Causality {
  const walked: Span[] = [];
  const enterOf = new Map<Span, number>();
  const walk = (root: Span) => walkDown(root, trace, walked, enterOf);
  for (const span of trace.own) if (!trace.parentOf(span)) walk(span);
  for (const span of trace.spans) if (!trace.parentOf(span)) walk(span);
  // What no root leads to lies on a cycle or below one.
  const all = trace.spans.length + trace.own.length;
  if (walked.length < all) for (const [first] of findCycles(trace)) if (first) walk(first);
  const sizes = sizesOf(walked, trace, enterOf);
  const enter = (span: Span) => enterOf.get(span) ?? -1;
  const leave = (span: Span) => enter(span) + (sizes[enter(span)] ?? 1) - 1;
  const holds = (outer: Span, inner: Span) => enter(outer) <= enter(inner) && enter(inner) <= leave(outer);
  return { enter, leave, related: (a, b) => holds(a, b) || holds(b, a) };
}

function walkDown(root: Span, trace: Trace, walked: Span[], enterOf: Map<Span, number>): void {
  const open = [root];
  for (let span = open.pop(); span; span = open.pop()) {
    if (enterOf.has(span)) continue;
    enterOf.set(span, walked.length);
    walked.push(span);
    for (const child of trace.childrenOf(span)) open.push(child);
  }
}

/** For each position the number of spans in the subtree there. Backwards, children are complete before their parent. */
function sizesOf(walked: readonly Span[], trace: Trace, enterOf: ReadonlyMap<Span, number>): Int32Array {
  const sizes = new Int32Array(walked.length).fill(1);
  for (let at = walked.length - 1; at >= 0; at--) {
    const span = walked[at];
    const parent = span && trace.parentOf(span);
    const above = parent ? (enterOf.get(parent) ?? at) : at;
    // Where a cycle was entered, the parent comes later: that edge was not walked.
    if (above < at) sizes[above] = (sizes[above] ?? 0) + (sizes[at] ?? 0);
  }
  return sizes;
}
