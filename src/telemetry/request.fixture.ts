import { create, toBinary } from '@bufbuild/protobuf';
import { ExportTraceServiceRequestSchema } from '../../test/fixtures/otlp/generated/opentelemetry/proto/collector/trace/v1/trace_service_pb.js';
import { type Attributes, type AttributeValue, type Span, spanKinds, statusCodes } from '../trace/index.ts';

/** An ExportTraceServiceRequest with these spans, each under a resource and scope of its own, encoded by protobuf-es. */
export function encodeRequest(spans: readonly Span[]): Buffer {
  const request = create(ExportTraceServiceRequestSchema, {
    resourceSpans: spans.map((span) => ({
      resource: { attributes: pairs(span.resource.attributes) },
      scopeSpans: [{ scope: { name: span.scope.name, version: span.scope.version }, spans: [message(span)] }],
    })),
  });
  return Buffer.from(toBinary(ExportTraceServiceRequestSchema, request));
}

/** So many spans of one trace: a root and its children. */
export function family(count: number, traceId = 'a1'.repeat(16)): Span[] {
  return Array.from({ length: count }, (_, index) => ({
    traceId,
    spanId: (index + 1).toString(16).padStart(16, '0'),
    parentSpanId: index === 0 ? undefined : '1'.padStart(16, '0'),
    name: index === 0 ? 'root' : 'child',
    kind: 'internal',
    startNs: BigInt(1000 + index),
    endNs: 5000n,
    attributes: new Map([['number', index]]),
    events: [],
    links: [],
    status: { code: 'unset', message: '' },
    resource: { attributes: new Map([['service.name', 'api']]) },
    scope: { name: 'lib', version: '1' },
  }));
}

/** The span as a plain object: received spans have getters, which comparisons do not look behind. */
export function plainSpan(span: Span): Span {
  const { traceId, spanId, parentSpanId, name, kind, startNs, endNs, attributes, events, links, status } =
    span;
  const own = {
    traceId,
    spanId,
    parentSpanId,
    name,
    kind,
    startNs,
    endNs,
    attributes,
    events,
    links,
    status,
  };
  return { ...own, resource: { attributes: span.resource.attributes }, scope: span.scope };
}

const id = (text: string): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.from(text, 'hex'));

function message(span: Span) {
  return {
    traceId: id(span.traceId),
    spanId: id(span.spanId),
    parentSpanId: id(span.parentSpanId ?? ''),
    name: span.name,
    kind: spanKinds.indexOf(span.kind),
    startTimeUnixNano: span.startNs ?? 0n,
    endTimeUnixNano: span.endNs ?? 0n,
    attributes: pairs(span.attributes),
    events: span.events.map(({ name, timeNs, attributes }) => ({
      name,
      timeUnixNano: timeNs ?? 0n,
      attributes: pairs(attributes),
    })),
    links: span.links.map(({ traceId, spanId, attributes }) => ({
      traceId: id(traceId),
      spanId: id(spanId),
      attributes: pairs(attributes),
    })),
    status: { code: statusCodes.indexOf(span.status.code), message: span.status.message },
  };
}

function pairs(attributes: Attributes) {
  return [...attributes].map(([key, value]) => ({ key, value: { value: anyValue(value) } }));
}

type Held =
  | { case: 'stringValue'; value: string }
  | { case: 'boolValue'; value: boolean }
  | { case: 'intValue'; value: bigint }
  | { case: 'doubleValue'; value: number };

/** The kinds of value these tests use. */
function anyValue(value: AttributeValue): Held {
  if (typeof value === 'string') return { case: 'stringValue', value };
  if (typeof value === 'boolean') return { case: 'boolValue', value };
  if (typeof value === 'bigint') return { case: 'intValue', value };
  if (typeof value === 'number' && Number.isSafeInteger(value))
    return { case: 'intValue', value: BigInt(value) };
  if (typeof value === 'number') return { case: 'doubleValue', value };
  throw new Error('this fixture knows scalars only');
}
