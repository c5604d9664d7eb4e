import { exactText } from './order.ts';
import {
  type Attributes,
  type AttributeValue,
  type Resource,
  type Scope,
  type Span,
  spanKinds,
  statusCodes,
} from './span.ts';

/** An ExportTraceServiceRequest as plain data, ready for JSON.stringify. */
export interface OtlpJson {
  readonly resourceSpans: readonly JsonObject[];
}

type JsonObject = { readonly [key: string]: unknown };

/**
 * Spans as OTLP/JSON, grouped by resource and scope in order of first appearance. Reading it back gives the same
 * spans, in the order of the groups; what the span model does not hold (trace state, flags, dropped counts) is lost.
 */
export function toOtlpJson(spans: readonly Span[]): OtlpJson {
  const keyOf = resourceKeys();
  const byResource = groupBy(spans, (span) => keyOf(span.resource));
  return {
    resourceSpans: [...byResource.values()].map((ofResource) => ({
      resource: { attributes: keyValues(ofResource[0].resource.attributes) },
      scopeSpans: [...groupBy(ofResource, (span) => scopeKey(span.scope)).values()].map((ofScope) => ({
        scope: { name: ofScope[0].scope.name, version: ofScope[0].scope.version },
        spans: ofScope.map(spanJson),
      })),
    })),
  };
}

type Group = [Span, ...Span[]];

function groupBy(spans: readonly Span[], keyOf: (span: Span) => string): Map<string, Group> {
  const groups = new Map<string, Group>();
  for (const span of spans) {
    const key = keyOf(span);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [span]);
    else group.push(span);
  }
  return groups;
}

/** Equal content makes equal resources; the text is built once for each resource object, not for each span. */
function resourceKeys(): (resource: Resource) => string {
  const known = new Map<Resource, string>();
  return (resource) => {
    const key = known.get(resource) ?? exactText(resource.attributes);
    known.set(resource, key);
    return key;
  };
}

function scopeKey(scope: Scope): string {
  return JSON.stringify([scope.name, scope.version]);
}

/** Members that hold protobuf's default value are left out, as protobuf's JSON mapping does. */
function spanJson(span: Span): JsonObject {
  return {
    traceId: span.traceId,
    spanId: span.spanId,
    parentSpanId: span.parentSpanId,
    name: span.name,
    kind: spanKinds.indexOf(span.kind),
    startTimeUnixNano: span.startNs?.toString(),
    endTimeUnixNano: span.endNs?.toString(),
    attributes: unlessEmpty(keyValues(span.attributes)),
    events: unlessEmpty(
      span.events.map((event) => ({
        timeUnixNano: event.timeNs?.toString(),
        name: event.name,
        attributes: unlessEmpty(keyValues(event.attributes)),
      })),
    ),
    links: unlessEmpty(
      span.links.map((link) => ({
        traceId: link.traceId,
        spanId: link.spanId,
        attributes: unlessEmpty(keyValues(link.attributes)),
      })),
    ),
    status: { code: statusCodes.indexOf(span.status.code), message: span.status.message || undefined },
  };
}

function unlessEmpty<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length > 0 ? list : undefined;
}

function keyValues(attributes: Attributes): JsonObject[] {
  return [...attributes].map(([key, value]) => ({ key, value: anyValue(value) }));
}

function anyValue(value: AttributeValue): JsonObject {
  if (value === null) return {};
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'boolean') return { boolValue: value };
  if (typeof value === 'bigint') return { intValue: value.toString() };
  if (typeof value === 'number') return numberValue(value);
  if (value instanceof Uint8Array) return { bytesValue: Buffer.from(value).toString('base64') };
  if (value instanceof Map) return { kvlistValue: { values: keyValues(value) } };
  return { arrayValue: { values: Array.from(value as readonly AttributeValue[], anyValue) } };
}

/** The model does not tell 1.0 from 1; whole numbers are written as integers, which read back equal. */
function numberValue(value: number): JsonObject {
  // JSON.stringify and String both lose the sign of a negative zero.
  if (Object.is(value, -0)) return { doubleValue: '-0' };
  if (Number.isSafeInteger(value)) return { intValue: String(value) };
  return { doubleValue: Number.isFinite(value) ? value : String(value) };
}
