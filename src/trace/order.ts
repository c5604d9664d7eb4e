import { type CanonicalValue, canonicalJson } from '../digest/index.ts';
import type { Attributes, AttributeValue, Span } from './span.ts';

/**
 * The one order spans are kept and shown in: by start time (spans without one last), trace id, span id, name, then
 * everything else they say. It never looks at arrival, so two deliveries of the same spans sort alike; 0 means that
 * the spans say the same in every respect.
 */
export function compareSpans(a: Span, b: Span): number {
  if (a === b) return 0;
  return (
    compareTimes(a.startNs, b.startNs) ||
    compareText(a.traceId, b.traceId) ||
    compareText(a.spanId, b.spanId) ||
    compareText(a.name, b.name) ||
    compareText(contentOf(a), contentOf(b))
  );
}

/** By UTF-16 code unit: the same on every machine, unlike a locale's order. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function compareTimes(a: bigint | undefined, b: bigint | undefined): number {
  if (a === b) return 0;
  if (a === undefined) return 1;
  if (b === undefined) return -1;
  return a < b ? -1 : 1;
}

/** Only spans with equal ids and names come this far, so its cost does not matter for ordinary traces. */
function contentOf(span: Span): string {
  return canonicalJson([
    span.parentSpanId,
    span.kind,
    span.endNs,
    [span.status.code, span.status.message],
    exact(span.attributes),
    span.events.map((event) => [event.name, event.timeNs, exact(event.attributes)]),
    span.links.map((link) => [link.traceId, link.spanId, exact(link.attributes)]),
    exact(span.resource.attributes),
    [span.scope.name, span.scope.version],
  ]);
}

/** Canonical text of attributes in which different values never look alike, as bytes and their base64 text would. */
export function exactText(attributes: Attributes): string {
  return canonicalJson(exact(attributes));
}

function exact(value: AttributeValue): CanonicalValue {
  if (typeof value === 'number' && (!Number.isFinite(value) || Object.is(value, -0))) {
    return { double: Object.is(value, -0) ? '-0' : String(value) };
  }
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Uint8Array) return { bytes: value };
  if (value instanceof Map) return { map: new Map([...value].map(([key, held]) => [key, exact(held)])) };
  return Array.from(value as readonly AttributeValue[], exact);
}
