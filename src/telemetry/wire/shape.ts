import { MAX_VALUE_DEPTH } from '../../trace/index.ts';
import { Cursor, WIRE } from './cursor.ts';

/**
 * The messages of an ExportTraceServiceRequest, by field number: the wire type a field must have, or the message inside
 * it. Fields not listed are skipped, so newer senders are understood. Source: opentelemetry-proto v1.7.0; the tests
 * compare what is read with what protobuf's own implementation reads.
 */
interface Shape {
  readonly name: string;
  /** How many levels of attribute value this message opens; bounded by {@link MAX_VALUE_DEPTH}. */
  readonly deepens: 0 | 1;
  fields: readonly (Field | undefined)[];
}

type Field = (typeof WIRE)['varint' | 'fixed64' | 'bytes' | 'fixed32'] | Shape;

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
const keyValue = shape('KeyValue', { 1: bytes, 2: anyValue });
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
const span = shape('Span', {
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
const scope = shape('InstrumentationScope', { 1: bytes, 2: bytes, 3: keyValue, 4: varint });
const scopeSpans = shape('ScopeSpans', { 1: scope, 2: span, 3: bytes });
const resource = shape('Resource', { 1: keyValue, 2: varint });
const resourceSpans = shape('ResourceSpans', { 1: resource, 2: scopeSpans, 3: bytes });
const request = shape('ExportTraceServiceRequest', { 1: resourceSpans });

/** What a look over a whole body found. */
export type Checked =
  | { readonly ok: true /** Messages of type Span. */; readonly spans: number }
  | { readonly ok: false; readonly message: string };

/**
 * Whether these bytes are a valid ExportTraceServiceRequest. After this every part of them can be read without looking
 * for faults, which is what lets attributes be decoded only when someone asks for them.
 */
export function checkRequest(body: Buffer): Checked {
  const check = new Check(body);
  check.message(0, body.length, request, 0);
  const { fault } = check.cursor;
  return fault === undefined ? { ok: true, spans: check.spans } : { ok: false, message: fault };
}

/** One cursor walks all levels. Recursion is bounded by the depth of the shapes. */
class Check {
  readonly cursor: Cursor;
  spans = 0;

  constructor(body: Buffer) {
    this.cursor = new Cursor(body, 0, body.length);
  }

  /**
   * Walks over a message from `from` to `end`; `above` counts the levels of attribute value around it. Gives where the
   * walk has come to, which is the end of the body after a fault. The cursor is moved only for what is not read here.
   */
  message(from: number, end: number, shape: Shape, above: number): number {
    const { cursor } = this;
    const { bytes } = cursor;
    const { fields } = shape;
    const depth = above + shape.deepens;
    if (depth > MAX_VALUE_DEPTH + 1) {
      return this.#fail(from, `attribute values nested more than ${MAX_VALUE_DEPTH} levels deep`);
    }
    if (shape === span) this.spans += 1;
    let at = from;
    while (at < end) {
      // Tag and length of one byte each, by hand: nearly all fields are such, and this loop is most of receiving.
      const tag = bytes[at] ?? 0;
      const second = bytes[at + 1] ?? 0;
      const field = tag < 0x80 ? fields[tag >>> 3] : undefined;
      const isShort = second < 0x80 && at + 2 + second <= end;
      if (field === undefined) at = this.#field(at, shape, depth);
      else if (typeof field !== 'number') {
        if ((tag & 7) === WIRE.bytes && isShort) at = this.message(at + 2, at + 2 + second, field, depth);
        else at = this.#field(at, shape, depth);
      } else if ((tag & 7) !== field) at = this.#field(at, shape, depth);
      else if (field === WIRE.bytes && isShort) at += 2 + second;
      else if (field === WIRE.fixed64 && at + 9 <= end) at += 9;
      else if (field === WIRE.varint && second < 0x80 && at + 2 <= end) at += 2;
      else at = this.#field(at, shape, depth);
    }
    // A field that runs past its message has run into what comes after it.
    return at > end && cursor.fault === undefined
      ? this.#fail(at, `a field that runs past the end of ${shape.name}`)
      : at;
  }

  /** One field of any kind. */
  #field(at: number, { name, fields }: Shape, depth: number): number {
    const { cursor } = this;
    cursor.at = at;
    const tag = cursor.tag();
    const field = fields[tag >>> 3];
    if (field === undefined) cursor.skip(tag);
    else if ((tag & 7) !== (typeof field === 'number' ? field : WIRE.bytes)) {
      cursor.fail(`wire type ${tag & 7} in field ${tag >>> 3} of ${name}`);
    } else if (typeof field === 'number') cursor.skip(tag);
    else {
      const end = cursor.lengthEnd();
      return this.message(cursor.at, end, field, depth);
    }
    return cursor.at;
  }

  #fail(at: number, message: string): number {
    this.cursor.at = at;
    this.cursor.fail(message);
    return this.cursor.at;
  }
}
