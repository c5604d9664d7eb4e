import type { TelemetryScope } from '../../telemetry/index.ts';
import { createTrace, printTree, type Span } from '../../trace/index.ts';

/** So long nothing must have arrived before traces are printed; most exporters send every few seconds at the least. */
const QUIET_MS = 300;

/** Prints traces as they go quiet. The function returned prints what has not been printed yet, and stops. */
export function showTraces(scope: TelemetryScope, print: (text: string) => void): () => void {
  const printed = new Map<string, number>();
  let timer: NodeJS.Timeout | undefined;
  const show = () => {
    timer = undefined;
    for (const [traceId, spans] of byTrace(scope.trace().spans)) {
      if (printed.get(traceId) === spans.length) continue;
      const again = printed.has(traceId) ? ', more of it' : '';
      printed.set(traceId, spans.length);
      const count = `${spans.length} ${spans.length === 1 ? 'span' : 'spans'}`;
      print(`\ntrace ${traceId}, ${count}${again}\n${printTree(createTrace({ spans, own: [] }))}`);
    }
  };
  const stopListening = scope.onChange(() => {
    clearTimeout(timer);
    timer = setTimeout(show, QUIET_MS);
  });
  return () => {
    stopListening();
    clearTimeout(timer);
    show();
  };
}

function byTrace(spans: readonly Span[]): ReadonlyMap<string, readonly Span[]> {
  return Map.groupBy(spans, (span) => span.traceId);
}
