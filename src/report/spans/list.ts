import { visible } from '../../diagnostic/index.ts';
import { canonicalJson } from '../../digest/index.ts';
import type { AttributeValue, Span } from '../../trace/index.ts';
import { clip } from '../visible.ts';
import { MAX_SPANS, type SelectedSpans } from './selected.ts';

const MAX_VALUE = 80;

/** A line for each span, its attributes below it. */
export function printSpansList(selected: readonly SelectedSpans[]): string {
  return selected.map(listOf).join('\n');
}

function listOf({ name, trace, spans }: SelectedSpans): string {
  const shown = spans.slice(0, MAX_SPANS);
  const lines = shown.flatMap((span) => [
    `  ${lineOf(span)}`,
    ...(trace.parentOf(span) ? [`      parent: ${visible(trace.parentOf(span)?.name ?? '')}`] : []),
    ...[...span.attributes].map(([key, value]) => `      ${visible(key)}: ${valueText(value)}`),
    ...span.events.map((event) => `      event: ${visible(event.name)}`),
  ]);
  const rest = spans.length - shown.length;
  const more = rest > 0 ? [`  … ${rest} more`] : [];
  return `${[`${visible(name)}: ${spans.length} of ${trace.spans.length} spans`, ...lines, ...more].join('\n')}\n`;
}

function lineOf({ name, kind, startNs, endNs, status, resource, traceId, spanId }: Span): string {
  const service = resource.attributes.get('service.name');
  const duration =
    startNs === undefined || endNs === undefined ? undefined : Number(endNs - startNs) / 1_000_000;
  return [
    visible(name) || '(no name)',
    ...(kind === 'unspecified' ? [] : [kind]),
    ...(duration === undefined ? [] : [`${duration.toFixed(3)} ms`]),
    ...(typeof service === 'string' ? [visible(service)] : []),
    ...(status.code === 'unset' ? [] : [`${status.code.toUpperCase()} ${visible(status.message)}`.trimEnd()]),
    `${traceId}/${spanId}`,
  ].join('  ');
}

/** As canonical JSON, but for text, which stands as it is: what JSON has no number for is the text "NaN", as in OTLP/JSON. */
function valueText(value: AttributeValue): string {
  return clip(visible(typeof value === 'string' ? value : canonicalJson(value)), MAX_VALUE);
}
