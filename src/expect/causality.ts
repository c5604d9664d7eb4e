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
  const walk: Walk = { trace, enterOf: new Map(), parentAt: [] };
  for (const span of trace.own) if (!trace.parentOf(span)) walkDown([span], walk);
  for (const span of trace.spans) if (!trace.parentOf(span)) walkDown([span], walk);
  const cycleEnd = new Map<Span, number>();
  // What no root leads to lies on a cycle or below one.
  const cycles = walk.enterOf.size < trace.spans.length + trace.own.length ? findCycles(trace) : [];
  for (const cycle of cycles) {
    walkDown(cycle, walk);
    for (const span of cycle) cycleEnd.set(span, walk.enterOf.size - 1);
  }
  const sizes = subtreeSizes(walk.parentAt);
  const enter = (span: Span) => walk.enterOf.get(span) ?? -1;
  const leave = (span: Span) => cycleEnd.get(span) ?? enter(span) + (sizes[enter(span)] ?? 1) - 1;
  const holds = (outer: Span, inner: Span) => enter(outer) <= enter(inner) && enter(inner) <= leave(outer);
  return { enter, leave, related: (a, b) => holds(a, b) || holds(b, a) };
}

interface Walk {
  readonly trace: Trace;
  readonly enterOf: Map<Span, number>;
  /** For each position that of the parent, -1 for the spans a walk began with. */
  readonly parentAt: number[];
}

/** The roots one after the other, then everything below them. */
function walkDown(roots: readonly Span[], { trace, enterOf, parentAt }: Walk): void {
  const open: Span[] = [];
  const openParentAt: number[] = [];
  const visit = (span: Span, above: number) => {
    const at = enterOf.size;
    enterOf.set(span, at);
    parentAt.push(above);
    for (const child of trace.childrenOf(span)) {
      open.push(child);
      openParentAt.push(at);
    }
  };
  for (const root of roots) visit(root, -1);
  for (let span = open.pop(); span; span = open.pop()) {
    const above = openParentAt.pop() ?? -1;
    if (!enterOf.has(span)) visit(span, above);
  }
}

/** For each position the number of spans in the subtree there, itself included. */
function subtreeSizes(parentAt: readonly number[]): Int32Array {
  const sizes = new Int32Array(parentAt.length).fill(1);
  // Backwards, children are complete before they are added to their parent.
  for (let at = parentAt.length - 1; at >= 0; at--) {
    const above = parentAt[at] ?? -1;
    if (above >= 0) sizes[above] = (sizes[above] ?? 0) + (sizes[at] ?? 0);
  }
  return sizes;
}
