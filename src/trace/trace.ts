import type { Span } from './span.ts';

/**
 * Everything the system under test sent for one scenario, plus Spanwright's own spans, kept apart.
 * All look-ups are indexed; building a trace is linear in its spans.
 */
export interface Trace {
  /** What the system under test sent. */
  readonly spans: readonly Span[];
  /** Spanwright's own life (`spanwright.*`); they match only where an expectation names a `spanwright.` span. */
  readonly own: readonly Span[];
  /** Spans of the tested system with exactly this name; own spans when the name begins with `spanwright.`. */
  named(name: string): readonly Span[];
  /** The direct parent, in the same trace, among tested and own spans; undefined for roots and missing parents. */
  parentOf(span: Span): Span | undefined;
  childrenOf(span: Span): readonly Span[];
  /** Spans of the tested system that name a parent nobody sent. */
  readonly orphans: readonly Span[];
}
