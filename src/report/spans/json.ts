import { toOtlpJson } from '../../trace/index.ts';
import type { SelectedSpans } from './selected.ts';

/** The version of the document. Members may be added without raising it, never removed or changed. */
const FORMAT = 1;

/** Everything that was selected, each trace as OTLP/JSON. */
export function printSpansJson(selected: readonly SelectedSpans[]): string {
  const traces = selected.map(({ name, trace, spans }) => ({
    name,
    total: trace.spans.length,
    selected: spans.length,
    ...toOtlpJson(spans),
  }));
  return `${JSON.stringify({ version: FORMAT, traces }, undefined, 2)}\n`;
}
