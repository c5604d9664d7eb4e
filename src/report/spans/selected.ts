import type { Span, Trace } from '../../trace/index.ts';

/** What was selected of one trace. */
export interface SelectedSpans {
  /** Such as the id of a scenario, or the name of a file. */
  readonly name: string;
  readonly trace: Trace;
  /** In the order of the trace. */
  readonly spans: readonly Span[];
}

/** Beyond it a picture or a list is of no use to a reader. */
export const MAX_SPANS = 500;

/** Nodes and edges of the selected spans: each below the nearest of those above it that is selected too. */
export interface SpanNodes {
  readonly nodes: readonly { readonly span: Span; readonly id: string; readonly isOrphan: boolean }[];
  readonly edges: readonly { readonly from: string; readonly to: string; readonly isDirect: boolean }[];
  readonly omitted: number;
}

/** Ids are `s0`, `s1` and so on from `first`, so that no name can mean anything to who reads the picture. */
export function nodesOf({ trace, spans }: SelectedSpans, first: number): SpanNodes {
  const shown = spans.slice(0, MAX_SPANS);
  const ids = new Map(shown.map((span, index) => [span, `s${first + index}`]));
  const orphans = new Set(trace.orphans);
  const edges = shown.flatMap((span) => {
    const { above, steps } = nearestAbove(span, trace, ids);
    const [from, to] = [above && ids.get(above), ids.get(span)];
    return from && to ? [{ from, to, isDirect: steps === 1 }] : [];
  });
  return {
    nodes: shown.map((span) => ({ span, id: ids.get(span) ?? '', isOrphan: orphans.has(span) })),
    edges,
    omitted: spans.length - shown.length,
  };
}

function nearestAbove(
  span: Span,
  trace: Trace,
  ids: ReadonlyMap<Span, string>,
): { readonly above: Span | undefined; readonly steps: number } {
  let steps = 1;
  // Bounded by the number of spans, for a span may be its own ancestor.
  for (
    let above = trace.parentOf(span);
    above && steps <= trace.spans.length;
    above = trace.parentOf(above)
  ) {
    if (ids.has(above)) return { above, steps };
    steps += 1;
  }
  return { above: undefined, steps };
}
