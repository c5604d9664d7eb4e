import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type ExportTraceServiceRequest,
  ExportTraceServiceRequestSchema,
} from '../../../test/fixtures/otlp/generated/opentelemetry/proto/collector/trace/v1/trace_service_pb.js';
import type {
  AnyValue,
  KeyValue,
} from '../../../test/fixtures/otlp/generated/opentelemetry/proto/common/v1/common_pb.js';
import { plainSpan } from '../../../test/fixtures/otlp/request.ts';
import {
  type Attributes,
  type AttributeValue,
  isSpanId,
  isTraceId,
  type Span,
  spanKinds,
  statusCodes,
} from '../../trace/index.ts';
import { checkRequest } from './check.ts';
import { visitSpans, wireResource, wireScope } from './request.ts';
import { WireSpan } from './wire-span.ts';

type Decoded =
  | { readonly ok: true; readonly spans: readonly Span[]; readonly rejected: number }
  | { readonly ok: false; readonly message: string };

/** A request read the way the store reads it. */
function decodeRequest(body: Buffer): Decoded {
  const checked = checkRequest(body);
  if (!checked.ok) return checked;
  const spans: Span[] = [];
  const interner = { resource: wireResource, scope: wireScope };
  const { places, rejected } = checked;
  visitSpans({ bytes: body, at: 0, places }, interner, ({ at, end }, source) =>
    spans.push(new WireSpan(source, at, end)),
  );
  expect(checked.spans).toBe(spans.length + rejected);
  return { ok: true, spans, rejected };
}

/** What protobuf-es read, turned into spans in the most straightforward way. */
function spansOf(request: ExportTraceServiceRequest): Span[] {
  return request.resourceSpans.flatMap((resourceSpans) =>
    resourceSpans.scopeSpans.flatMap((scopeSpans) =>
      scopeSpans.spans.map(
        (span): Span => ({
          traceId: hex(span.traceId),
          spanId: hex(span.spanId),
          parentSpanId: /[^0]/.test(hex(span.parentSpanId)) ? hex(span.parentSpanId) : undefined,
          name: span.name,
          kind: spanKinds[span.kind] ?? 'unspecified',
          startNs: span.startTimeUnixNano || undefined,
          endNs: span.endTimeUnixNano || undefined,
          attributes: attributesOf(span.attributes),
          events: span.events.map((event) => ({
            name: event.name,
            timeNs: event.timeUnixNano || undefined,
            attributes: attributesOf(event.attributes),
          })),
          links: span.links.map((link) => ({
            traceId: hex(link.traceId),
            spanId: hex(link.spanId),
            attributes: attributesOf(link.attributes),
          })),
          status: {
            code: statusCodes[span.status?.code ?? 0] ?? 'unset',
            message: span.status?.message ?? '',
          },
          resource: { attributes: attributesOf(resourceSpans.resource?.attributes ?? []) },
          scope: { name: scopeSpans.scope?.name ?? '', version: scopeSpans.scope?.version ?? '' },
        }),
      ),
    ),
  );
}

const hex = (id: Uint8Array): string => Buffer.from(id).toString('hex');
const attributesOf = (pairs: readonly KeyValue[]): Attributes =>
  new Map(pairs.map((pair) => [pair.key, plainValue(pair.value)]));

function plainValue(value: AnyValue | undefined): AttributeValue {
  const held = value?.value;
  switch (held?.case) {
    case undefined:
      return null;
    case 'intValue':
      return Number.isSafeInteger(Number(held.value)) ? Number(held.value) : held.value;
    case 'arrayValue':
      return held.value.values.map(plainValue);
    case 'kvlistValue':
      return attributesOf(held.value.values);
    default:
      return held?.value ?? null;
  }
}

const isValid = (span: Span): boolean =>
  isTraceId(span.traceId) &&
  isSpanId(span.spanId) &&
  (span.parentSpanId === undefined || isSpanId(span.parentSpanId));

const text = fc.string({ unit: 'grapheme', maxLength: 12 });
const uint64 = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
const int64 = fc.oneof(
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.bigInt({ min: -300n, max: 300n }),
  fc.constantFrom(2n ** 53n - 1n, 2n ** 53n, 2n ** 49n - 1n, 2n ** 49n, -(2n ** 53n), -1n),
);
const uint32 = fc.nat({ max: 0xffff_ffff });
const bytes = fc.uint8Array({ maxLength: 10 });

interface Tied {
  value: object;
  pairs: object[];
}
const { pairs: attributes } = fc.letrec<Tied>((tie) => ({
  value: fc.record({
    value: fc.oneof(
      { maxDepth: 4, depthSize: 'small' },
      fc.record({ case: fc.constant('stringValue'), value: text }),
      fc.record({ case: fc.constant('boolValue'), value: fc.boolean() }),
      fc.record({ case: fc.constant('intValue'), value: int64 }),
      fc.record({ case: fc.constant('doubleValue'), value: fc.double() }),
      fc.record({ case: fc.constant('bytesValue'), value: bytes }),
      fc.record({ case: fc.constant(undefined) }),
      fc.record({
        case: fc.constant('arrayValue'),
        value: fc.record({ values: fc.array(tie('value'), { maxLength: 3 }) }),
      }),
      fc.record({ case: fc.constant('kvlistValue'), value: fc.record({ values: tie('pairs') }) }),
    ),
  }),
  pairs: fc.array(
    fc.record({
      key: fc.oneof(text, fc.constantFrom('k', '__proto__')),
      value: fc.option(tie('value'), { nil: undefined }),
    }),
    { maxLength: 4 },
  ),
}));

const id = (length: number) =>
  fc.oneof(
    { weight: 9, arbitrary: fc.uint8Array({ minLength: length, maxLength: length }) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(new Uint8Array(0), new Uint8Array(length), new Uint8Array(3).fill(7)),
    },
  );
const span = fc.record({
  traceId: id(16),
  spanId: id(8),
  parentSpanId: fc.oneof(fc.constant(new Uint8Array(0)), id(8)),
  traceState: text,
  name: text,
  kind: fc.nat({ max: 7 }),
  flags: uint32,
  startTimeUnixNano: uint64,
  endTimeUnixNano: uint64,
  attributes,
  droppedAttributesCount: uint32,
  events: fc.array(fc.record({ name: text, timeUnixNano: uint64, attributes }), { maxLength: 2 }),
  links: fc.array(fc.record({ traceId: bytes, spanId: bytes, traceState: text, attributes, flags: uint32 }), {
    maxLength: 2,
  }),
  status: fc.option(fc.record({ code: fc.nat({ max: 4 }), message: text }), { nil: undefined }),
});
const request = fc.record({
  resourceSpans: fc.array(
    fc.record({
      resource: fc.option(fc.record({ attributes, droppedAttributesCount: uint32 }), { nil: undefined }),
      schemaUrl: text,
      scopeSpans: fc.array(
        fc.record({
          scope: fc.option(fc.record({ name: text, version: text, attributes }), { nil: undefined }),
          spans: fc.array(span, { maxLength: 3 }),
        }),
        { maxLength: 2 },
      ),
    }),
    { maxLength: 3 },
  ),
});
const encoded = request.map((init) =>
  // The generator builds what create() takes; spelling its recursive type out would say the same again.
  toBinary(ExportTraceServiceRequestSchema, create(ExportTraceServiceRequestSchema, init as object)),
);

describe('the hand-written decoder', () => {
  test('reads what protobuf-es reads', () => {
    fc.assert(
      fc.property(encoded, (body) => {
        const expected = spansOf(fromBinary(ExportTraceServiceRequestSchema, body));
        const read = decodeRequest(Buffer.from(body));
        if (!read.ok) throw new Error(read.message);
        expect(read.spans.map(plainSpan)).toEqual(expected.filter(isValid));
        expect(read.rejected).toBe(expected.filter((each) => !isValid(each)).length);
      }),
      { numRuns: 500 },
    );
  });

  test('skips fields of every wire type that it does not know', () => {
    const unknown = fc.constantFrom(
      [0xa0, 0x3f, 0x96, 0x01],
      [0xa1, 0x3f, 1, 2, 3, 4, 5, 6, 7, 8],
      [0xa2, 0x3f, 3, 0xff, 0xff, 0xff],
      [0xa5, 0x3f, 1, 2, 3, 4],
      [0xa3, 0x3f, 0xa3, 0x3f, 0x08, 0x01, 0xa4, 0x3f, 0xa4, 0x3f],
    );
    fc.assert(
      fc.property(encoded, unknown, (body, extra) => {
        const read = decodeRequest(Buffer.from([...extra, ...body, ...extra]));
        if (!read.ok) throw new Error(read.message);
        expect(read.spans.map(plainSpan)).toEqual(
          spansOf(fromBinary(ExportTraceServiceRequestSchema, body)).filter(isValid),
        );
      }),
    );
  });

  test('answers damaged bytes with a reason, or with spans that can be read whole; it never throws', () => {
    const damage = fc.record({
      cut: fc.nat(),
      flips: fc.array(fc.record({ at: fc.nat(), to: fc.nat({ max: 255 }) }), { maxLength: 4 }),
    });
    let refused = 0;
    fc.assert(
      fc.property(encoded, damage, (body, { cut, flips }) => {
        const damaged = Buffer.from(body.subarray(0, body.length === 0 ? 0 : cut % (body.length + 1)));
        for (const { at, to } of flips) if (damaged.length > 0) damaged[at % damaged.length] = to;
        const read = decodeRequest(damaged);
        if (read.ok) read.spans.forEach(plainSpan);
        else refused += 1;
      }),
      { numRuns: 1000 },
    );
    expect(refused).toBeGreaterThan(100);
  });

  test('takes any bytes at all', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (body) => {
        const read = decodeRequest(Buffer.from(body));
        if (read.ok) read.spans.forEach(plainSpan);
        else expect(read.message).not.toBe('');
      }),
      { numRuns: 1000 },
    );
  });
});
