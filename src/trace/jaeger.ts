import { integerOf, member, objectOf, plainInteger } from './json.ts';
import {
  type Attributes,
  type AttributeValue,
  type Resource,
  type Span,
  type SpanEvent,
  type SpanLink,
  type SpanStatus,
  spanKinds,
} from './span.ts';

type JsonObject = Readonly<Record<string, unknown>>;

/** True for one trace as Jaeger's query API and user interface give it. */
export function isJaegerTrace(value: unknown): boolean {
  const object = objectOf(value);
  return object !== undefined && typeof object.traceID === 'string' && Array.isArray(object.spans);
}

/**
 * The spans of one trace in Jaeger's JSON: microseconds, tags as typed key-value pairs, parents as references, services
 * in a table of processes. What OpenTelemetry puts into tags (kind, status, scope) is taken out of them again, by its
 * specification "OpenTelemetry to Jaeger Transformation". Entries that are no spans are counted in `rejected`.
 */
export function spansFromJaeger(trace: unknown): { readonly spans: Span[]; readonly rejected: number } {
  const object = objectOf(trace) ?? {};
  const processes = objectOf(object.processes) ?? {};
  const resources = new Map<string, Resource>();
  const resourceOf = (id: unknown): Resource => {
    const key = typeof id === 'string' ? id : '';
    const known = resources.get(key) ?? resource(objectOf(member(processes, key)));
    resources.set(key, known);
    return known;
  };
  const listed = listOf(object.spans);
  const spans = listed.flatMap((each) => spanOf(objectOf(each), resourceOf) ?? []);
  return { spans, rejected: listed.length - spans.length };
}

/** Tags that say what OpenTelemetry has members of its own for. */
const OWN_TAGS: ReadonlySet<string> = new Set([
  'span.kind',
  'otel.status_code',
  'otel.status_description',
  'otel.scope.name',
  'otel.scope.version',
  'otel.library.name',
  'otel.library.version',
  'internal.span.format',
  'error',
]);

function spanOf(span: JsonObject | undefined, resourceOf: (id: unknown) => Resource): Span | undefined {
  const traceId = idOf(span?.traceID, 32);
  const spanId = idOf(span?.spanID, 16);
  const name = span?.operationName;
  if (!span || traceId === undefined || spanId === undefined || typeof name !== 'string') return undefined;
  const tags = tagsOf(span.tags);
  const { parent, links } = referencesOf(span, traceId);
  const startNs = microseconds(span.startTime);
  const durationNs = microseconds(span.duration);
  const text = (...keys: readonly string[]) =>
    keys.map((key) => tags.get(key)).find((each) => typeof each === 'string');
  return {
    traceId,
    spanId,
    parentSpanId: parent,
    name,
    kind: spanKinds.find((kind) => kind === text('span.kind')) ?? 'internal',
    startNs,
    endNs: startNs === undefined ? undefined : startNs + (durationNs ?? 0n),
    attributes: new Map([...tags].filter(([key]) => !OWN_TAGS.has(key))),
    events: listOf(span.logs).flatMap((log) => eventOf(objectOf(log)) ?? []),
    links,
    status: statusOf(tags),
    resource: resourceOf(span.processID),
    scope: {
      name: text('otel.scope.name', 'otel.library.name') ?? '',
      version: text('otel.scope.version', 'otel.library.version') ?? '',
    },
  };
}

function resource(process: JsonObject | undefined): Resource {
  const service = process?.serviceName;
  const named: [string, AttributeValue][] = typeof service === 'string' ? [['service.name', service]] : [];
  return { attributes: new Map([...named, ...tagsOf(process?.tags)]) };
}

/** The first CHILD_OF reference into the same trace is the parent; every other reference is a link. */
function referencesOf(
  span: JsonObject,
  traceId: string,
): { readonly parent: string | undefined; readonly links: SpanLink[] } {
  let parent = idOf(span.parentSpanID, 16);
  const links: SpanLink[] = [];
  for (const each of listOf(span.references)) {
    const reference = objectOf(each);
    const ofTrace = idOf(reference?.traceID, 32);
    const ofSpan = idOf(reference?.spanID, 16);
    if (ofTrace === undefined || ofSpan === undefined) continue;
    const isParent =
      reference?.refType === 'CHILD_OF' && ofTrace === traceId && (parent ?? ofSpan) === ofSpan;
    if (isParent) parent = ofSpan;
    else links.push({ traceId: ofTrace, spanId: ofSpan, attributes: new Map() });
  }
  return { parent, links };
}

function statusOf(tags: Attributes): SpanStatus {
  const code = tags.get('otel.status_code');
  const description = tags.get('otel.status_description');
  const message = typeof description === 'string' ? description : '';
  if (code === 'OK') return { code: 'ok', message };
  const failed = code === 'ERROR' || tags.get('error') === true || tags.get('error') === 'true';
  return { code: failed ? 'error' : 'unset', message };
}

function eventOf(log: JsonObject | undefined): SpanEvent | undefined {
  if (!log) return undefined;
  const fields = tagsOf(log.fields);
  const name = fields.get('event') ?? fields.get('name') ?? fields.get('message');
  const named = typeof name === 'string' ? name : 'log';
  const attributes = new Map([...fields].filter(([key]) => key !== 'event'));
  return { name: named, timeNs: microseconds(log.timestamp), attributes };
}

function tagsOf(tags: unknown): Map<string, AttributeValue> {
  const read = new Map<string, AttributeValue>();
  for (const each of listOf(tags)) {
    const tag = objectOf(each);
    if (typeof tag?.key === 'string') read.set(tag.key, tagValue(tag));
  }
  return read;
}

/** Strings, numbers and booleans as they are; an `int64` that JSON carries as text is a number all the same. */
function tagValue({ type, value }: JsonObject): AttributeValue {
  if (typeof value === 'bigint') return plainInteger(value);
  if (type === 'int64' || type === 'float64') {
    const integer = integerOf(value);
    if (integer !== undefined) return plainInteger(integer);
    if (typeof value === 'string' && value !== '' && !Number.isNaN(Number(value))) return Number(value);
  }
  if (type === 'bool' && typeof value === 'string') return value === 'true';
  const isScalar = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  return isScalar ? value : JSON.stringify(value ?? null);
}

function microseconds(value: unknown): bigint | undefined {
  const time = integerOf(value);
  return time === undefined || time < 0n ? undefined : time * 1000n;
}

/** Jaeger leaves out leading zeros. An id of zeros means that there is none. */
function idOf(value: unknown, length: number): string | undefined {
  if (typeof value !== 'string' || !/[^0]/.test(value)) return undefined;
  return value.toLowerCase().padStart(length, '0');
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
