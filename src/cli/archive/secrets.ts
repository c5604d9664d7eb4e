import { redact } from '../../report/index.ts';
import {
  type Attributes,
  type AttributeValue,
  createTrace,
  type Span,
  type Trace,
} from '../../trace/index.ts';

/** A trace as an archive keeps it: with every text in it redacted. The trace itself where there is no secret. */
export function withoutSecrets(trace: Trace, secrets: readonly string[]): Trace {
  if (secrets.length === 0) return trace;
  const text = (value: string): string => redact(value, secrets);
  const value = (held: AttributeValue): AttributeValue => {
    if (typeof held === 'string') return text(held);
    if (typeof held !== 'object' || held === null || held instanceof Uint8Array) return held;
    return held instanceof Map ? attributes(held) : Array.from(held as readonly AttributeValue[], value);
  };
  const attributes = (held: Attributes): Attributes =>
    new Map([...held].map(([key, each]) => [text(key), value(each)]));
  // Shared between spans, and so is what is made of them.
  const resources = new Map<Span['resource'], Span['resource']>();
  const resourceOf = (resource: Span['resource']): Span['resource'] => {
    const known = resources.get(resource) ?? { attributes: attributes(resource.attributes) };
    resources.set(resource, known);
    return known;
  };
  // Member by member: received spans decode theirs when first asked, so that a spread copy would be empty.
  const span = (each: Span): Span => ({
    traceId: each.traceId,
    spanId: each.spanId,
    parentSpanId: each.parentSpanId,
    name: text(each.name),
    kind: each.kind,
    startNs: each.startNs,
    endNs: each.endNs,
    attributes: attributes(each.attributes),
    events: each.events.map((event) => ({
      ...event,
      name: text(event.name),
      attributes: attributes(event.attributes),
    })),
    links: each.links.map((link) => ({ ...link, attributes: attributes(link.attributes) })),
    status: { code: each.status.code, message: text(each.status.message) },
    resource: resourceOf(each.resource),
    scope: { name: text(each.scope.name), version: text(each.scope.version) },
  });
  return createTrace({ spans: trace.spans.map(span), own: trace.own.map(span) });
}
