import { integerOf, member, objectOf, plainInteger } from './json.ts';
import { isAnyValue, MAX_VALUE_DEPTH, unwrapAnyValue } from './otlp-json.ts';
import {
  type Attributes,
  type AttributeValue,
  type Span,
  type SpanEvent,
  type SpanKind,
  type SpanLink,
  type SpanStatus,
  spanKinds,
  statusCodes,
} from './span.ts';

type JsonObject = Readonly<Record<string, unknown>>;

/**
 * A span in clnrm's flat form: one object with name, trace_id, span_id (text), and optionally parent_span_id, kind (word or
 * number), start_time_unix_nano and end_time_unix_nano (number or text), attributes, resource_attributes (plain maps),
 * events (names or objects), links, status. Keys may also be camelCase. Source: clnrm-format section b.1.
 *
 * Undefined when it is not such an object. Ids are kept as written, only lower-cased: hand-made traces use short ones.
 */
export function flatSpan(value: unknown): Span | undefined {
  const object = objectOf(value);
  if (object === undefined) return undefined;
  const name = textOf(member(object, 'name'));
  const traceId = idOf(member(object, 'trace_id', 'traceId'));
  const spanId = idOf(member(object, 'span_id', 'spanId'));
  if (name === undefined || traceId === undefined || spanId === undefined) return undefined;
  const attributes = plainAttributes(member(object, 'attributes'));
  return {
    traceId,
    spanId,
    parentSpanId: parentOf(member(object, 'parent_span_id', 'parentSpanId')),
    name,
    kind: kindOf(member(object, 'kind')),
    startNs: timeOf(member(object, 'start_time_unix_nano', 'startTimeUnixNano')),
    endNs: timeOf(member(object, 'end_time_unix_nano', 'endTimeUnixNano')),
    attributes,
    events: listOf(member(object, 'events')).flatMap(flatEvent),
    links: listOf(member(object, 'links')).flatMap(flatLink),
    status: statusOf(member(object, 'status'), attributes),
    resource: { attributes: plainAttributes(resourceOf(object)) },
    scope: { name: textOf(member(object, 'scope', 'scope_name')) ?? '', version: '' },
  };
}

function resourceOf(object: JsonObject): unknown {
  const nested = objectOf(member(object, 'resource'));
  return (
    member(object, 'resource_attributes', 'resourceAttributes') ?? (nested && member(nested, 'attributes'))
  );
}

function flatEvent(value: unknown): SpanEvent[] {
  if (typeof value === 'string') return [{ name: value, timeNs: undefined, attributes: new Map() }];
  const object = objectOf(value);
  const name = object && textOf(member(object, 'name'));
  if (object === undefined || name === undefined) return [];
  const timeNs = timeOf(member(object, 'time_unix_nano', 'timeUnixNano', 'timestamp'));
  return [{ name, timeNs, attributes: plainAttributes(member(object, 'attributes')) }];
}

function flatLink(value: unknown): SpanLink[] {
  const object = objectOf(value);
  const traceId = object && idOf(member(object, 'trace_id', 'traceId'));
  const spanId = object && idOf(member(object, 'span_id', 'spanId'));
  if (object === undefined || traceId === undefined || spanId === undefined) return [];
  return [{ traceId, spanId, attributes: plainAttributes(member(object, 'attributes')) }];
}

/** A word in any case, with or without OTLP's prefix, or OTLP's number. */
function kindOf(value: unknown): SpanKind {
  if (typeof value === 'number') return spanKinds[value] ?? 'unspecified';
  const word = typeof value === 'string' ? value.toLowerCase().replace(/^span_kind_/, '') : '';
  return spanKinds.find((kind) => kind === word) ?? 'unspecified';
}

/** The `status` member as a word, a number or an object; without one the attribute otel.status_code (section b.2). */
function statusOf(value: unknown, attributes: Attributes): SpanStatus {
  const object = objectOf(value);
  const code = object === undefined ? value : member(object, 'code', 'status_code');
  const message = object === undefined ? undefined : textOf(member(object, 'message', 'description'));
  const stated = code ?? attributes.get('otel.status_code');
  if (typeof stated === 'number') return { code: statusCodes[stated] ?? 'unset', message: message ?? '' };
  const word = typeof stated === 'string' ? stated.toLowerCase().replace(/^status_code_/, '') : '';
  return { code: statusCodes.find((each) => each === word) ?? 'unset', message: message ?? '' };
}

function plainAttributes(value: unknown): Map<string, AttributeValue> {
  const read = new Map<string, AttributeValue>();
  for (const item of listOf(value)) {
    const keyValue = objectOf(item);
    const key = keyValue && textOf(member(keyValue, 'key'));
    if (keyValue !== undefined && key !== undefined) read.set(key, plainValue(member(keyValue, 'value'), 0));
  }
  for (const [key, held] of Object.entries(objectOf(value) ?? {})) read.set(key, plainValue(held, 0));
  return read;
}

/** Plain JSON as an attribute value; OTLP's wrapping is taken off where a tool left it on. Deeper than the cap is null. */
function plainValue(value: unknown, depth: number): AttributeValue {
  if (value === null || value === undefined || depth > MAX_VALUE_DEPTH) return null;
  if (typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number') return value;
  if (typeof value === 'bigint') return plainInteger(value);
  if (Array.isArray(value)) return value.map((item) => plainValue(item, depth + 1));
  if (isAnyValue(value)) return unwrapAnyValue(value);
  const members = Object.entries(objectOf(value) ?? {});
  return new Map(members.map(([key, held]) => [key, plainValue(held, depth + 1)]));
}

function timeOf(value: unknown): bigint | undefined {
  const time = integerOf(value);
  return time !== undefined && time > 0n ? time : undefined;
}

function parentOf(value: unknown): string | undefined {
  const id = idOf(value);
  return id === undefined || /^0+$/.test(id) ? undefined : id;
}

function idOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value.toLowerCase() : undefined;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
