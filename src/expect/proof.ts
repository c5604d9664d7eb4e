import { compareSpans, refOf, type Span, type SpanRef } from '../trace/index.ts';
import { MAX_PROOF } from './finding.ts';

/** The earliest {@link MAX_PROOF} spans, whatever order they come in, and how many there were. */
export function proofOf(spans: Iterable<Span>): { proof: SpanRef[]; proofCount: number } {
  const earliest: Span[] = [];
  let proofCount = 0;
  for (const span of spans) {
    proofCount++;
    const latest = earliest[MAX_PROOF - 1];
    if (latest && compareSpans(span, latest) >= 0) continue;
    insert(earliest, span);
    if (earliest.length > MAX_PROOF) earliest.pop();
  }
  return { proof: earliest.map(refOf), proofCount };
}

/** From the end: spans mostly come in order already, and then nothing has to move. */
function insert(sorted: Span[], span: Span): void {
  let at = sorted.length;
  while (at > 0 && compareSpans(sorted[at - 1] ?? span, span) > 0) at--;
  sorted.splice(at, 0, span);
}
