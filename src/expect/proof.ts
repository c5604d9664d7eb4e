import { compareSpans, refOf, type Span, type SpanRef } from '../trace/index.ts';
import { MAX_PROOF } from './finding.ts';

/** The first {@link MAX_PROOF} of spans that are in order, and how many there are. */
export function proofOf(
  spans: readonly Span[],
  proofCount = spans.length,
): { proof: SpanRef[]; proofCount: number } {
  return { proof: spans.slice(0, MAX_PROOF).map(refOf), proofCount };
}

/** Spans gathered from several places, each once, earliest first. */
export function inOrder(spans: Iterable<Span>): Span[] {
  return [...new Set(spans)].sort(compareSpans);
}
