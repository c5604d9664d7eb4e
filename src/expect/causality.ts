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
 * Numbers all spans by a depth-first walk: the descendants of a span are exactly those from `enter` to `leave`. On a
 * cycle everyone descends from everyone, and what hangs below one member descends from all. Iterative and linear.
 */
export function createCausality(trace: Trace): Causality {
  const walk: Walk = { trace, walked: [], enterOf: new Map() };
  for (const span of trace.own) if (!trace.parentOf(span)) walkDown([span], walk);
  for (const span of trace.spans) if (!trace.parentOf(span)) walkDown([span], walk);
  const cycleEnd = new Map<Span, number>();
  for (const cycle of findCycles(trace)) {
    walkDown(cycle, walk);
    for (const span of cycle) cycleEnd.set(span, walk.walked.length - 1);
  }
  const sizes = sizesOf(walk);
  const enter = (span: Span) => walk.enterOf.get(span) ?? -1;
  const leave = (span: Span) => cycleEnd.get(span) ?? enter(span) + (sizes[enter(span)] ?? 1) - 1;
  const holds = (outer: Span, inner: Span) => enter(outer) <= enter(inner) && enter(inner) <= leave(outer);
  return { enter, leave, related: (a, b) => holds(a, b) || holds(b, a) };
}

interface Walk {
  readonly trace: Trace;
  readonly walked: Span[];
  readonly enterOf: Map<Span, number>;
}

/** The roots one after the other, then everything below them. */
function walkDown(roots: readonly Span[], { trace, walked, enterOf }: Walk): void {
  const open: Span[] = [];
  const visit = (span: Span) => {
    enterOf.set(span, walked.length);
    walked.push(span);
    for (const child of trace.childrenOf(span)) open.push(child);
  };
  for (const root of roots) visit(root);
  for (let span = open.pop(); span; span = open.pop()) if (!enterOf.has(span)) visit(span);
}

/** For each position the number of spans in the subtree there; meaningless on cycles. */
function sizesOf({ trace, walked, enterOf }: Walk): Int32Array {
  const sizes = new Int32Array(walked.length).fill(1);
  // Backwards, children are complete before they are added to their parent.
  for (let at = walked.length - 1; at >= 0; at--) {
    const span = walked[at];
    const parent = span && trace.parentOf(span);
    const above = parent && enterOf.get(parent);
    if (above !== undefined) sizes[above] = (sizes[above] ?? 0) + (sizes[at] ?? 0);
  }
  return sizes;
}
