import { WIRE } from './cursor.ts';

/**
 * The messages of an ExportTraceServiceRequest, by field number: the wire type a field must have, or the message inside
 * it. Fields not listed are skipped, so newer senders are understood. Source: opentelemetry-proto v1.7.0; the tests
 * compare what is read with what protobuf's own implementation reads.
 */
export interface Shape {
  readonly name: string;
  /** How many levels of attribute value this message opens; bounded by MAX_VALUE_DEPTH. */
  readonly deepens: 0 | 1;
  fields: readonly (Field | undefined)[];
}

export type Field = (typeof WIRE)['varint' | 'fixed64' | 'bytes' | 'fixed32'] | Shape;

const { varint, fixed64, bytes, fixed32 } = WIRE;

function shape(name: string, fields: Readonly<Record<number, Field>>, deepens: 0 | 1 = 0): Shape {
  return { name, deepens, fields: dense(fields) };
}

/** An array is quicker to look fields up in than an object. */
function dense(fields: Readonly<Record<number, Field>>): (Field | undefined)[] {
  const numbers = Object.keys(fields).map(Number);
  return Array.from({ length: Math.max(0, ...numbers) + 1 }, (_, number) => fields[number]);
}

// AnyValue contains itself through lists; its fields are filled in below.
const anyValue = shape('AnyValue', {}, 1);
export const keyValue: Shape = shape('KeyValue', { 1: bytes, 2: anyValue });
anyValue.fields = dense({
  1: bytes,
  2: varint,
  3: varint,
  4: fixed64,
  5: shape('ArrayValue', { 1: anyValue }),
  6: shape('KeyValueList', { 1: keyValue }),
  7: bytes,
});
const event = shape('Span.Event', { 1: fixed64, 2: bytes, 3: keyValue, 4: varint });
const link = shape('Span.Link', { 1: bytes, 2: bytes, 3: bytes, 4: keyValue, 5: varint, 6: fixed32 });
const status = shape('Status', { 2: bytes, 3: varint });
export const span: Shape = shape('Span', {
  1: bytes,
  2: bytes,
  3: bytes,
  4: bytes,
  5: bytes,
  6: varint,
  7: fixed64,
  8: fixed64,
  9: keyValue,
  10: varint,
  11: event,
  12: varint,
  13: link,
  14: varint,
  15: status,
  16: fixed32,
});
export const scope: Shape = shape('InstrumentationScope', { 1: bytes, 2: bytes, 3: keyValue, 4: varint });
export const scopeSpans: Shape = shape('ScopeSpans', { 1: scope, 2: span, 3: bytes });
export const resource: Shape = shape('Resource', { 1: keyValue, 2: varint });
export const resourceSpans: Shape = shape('ResourceSpans', { 1: resource, 2: scopeSpans, 3: bytes });
export const request: Shape = shape('ExportTraceServiceRequest', { 1: resourceSpans });
