import { MAX_VALUE_DEPTH } from '../../trace/index.ts';
import { Cursor, WIRE } from './cursor.ts';
import { PlaceList, type SpanPlaces, type Stretch } from './places.ts';
import { keyValue, request, resource, resourceSpans, type Shape, scope, scopeSpans, span } from './shape.ts';

/** What a look over a whole body found. The places are valid until the next look. */
export type Checked =
  | {
      readonly ok: true;
      /** Messages of type Span. */
      readonly spans: number;
      /** Those of them that have no place because OTLP calls one of their ids invalid. */
      readonly rejected: number;
      readonly places: SpanPlaces;
    }
  | { readonly ok: false; readonly message: string };

/**
 * Whether these bytes are a valid ExportTraceServiceRequest, and where in them the spans are. After this every part of them
 * can be read without looking for faults, which is what lets attributes be decoded only when someone asks for them.
 */
export function checkRequest(body: Buffer): Checked {
  const check = new Check(body);
  check.message(0, body.length, request, 0);
  const { cursor, places, spans } = check;
  if (cursor.fault !== undefined) return { ok: false, message: cursor.fault };
  return { ok: true, spans, rejected: spans - places.count, places };
}

/** The fields of Span that are looked at by hand, as tags of one byte. */
const TAG = {
  traceId: (1 << 3) | WIRE.bytes,
  spanId: (2 << 3) | WIRE.bytes,
  parentId: (4 << 3) | WIRE.bytes,
  name: (5 << 3) | WIRE.bytes,
  kind: (6 << 3) | WIRE.varint,
  start: (7 << 3) | WIRE.fixed64,
  end: (8 << 3) | WIRE.fixed64,
  attributes: (9 << 3) | WIRE.bytes,
} as const;

/** The members of KeyValue, and the two kinds of AnyValue that nearly all attributes are. */
const KEY = (1 << 3) | WIRE.bytes;
const VALUE = (2 << 3) | WIRE.bytes;
const STRING_VALUE = (1 << 3) | WIRE.bytes;
const INT_VALUE = (3 << 3) | WIRE.varint;

/**
 * One cursor walks all levels. Recursion is bounded by the depth of the shapes. Methods that walk over a message are given
 * where it begins and ends, and give where the walk has come to, which is the end of the body after a fault.
 */
class Check {
  readonly cursor: Cursor;
  readonly places = new PlaceList();
  spans = 0;
  /** Of the ResourceSpans and the ScopeSpans that the walk is in; of several such fields the last one counts. */
  #resource: Stretch = { at: 0, end: 0 };
  #scope: Stretch = { at: 0, end: 0 };

  constructor(body: Buffer) {
    this.cursor = new Cursor(body, 0, body.length);
  }

  /** A message of any kind; `above` counts the levels of attribute value around it. */
  message(from: number, end: number, shape: Shape, above: number): number {
    const { cursor } = this;
    const { bytes } = cursor;
    const { fields } = shape;
    const depth = above + shape.deepens;
    if (depth > MAX_VALUE_DEPTH + 1) {
      return this.#fail(from, `attribute values nested more than ${MAX_VALUE_DEPTH} levels deep`);
    }
    let at = from;
    while (at < end) {
      // Tag and length of one byte each, by hand: nearly all fields are such.
      const tag = bytes[at] ?? 0;
      const second = bytes[at + 1] ?? 0;
      const field = tag < 0x80 ? fields[tag >>> 3] : undefined;
      const isShort = second < 0x80 && at + 2 + second <= end;
      if (field === undefined) at = this.#field(at, shape, depth);
      else if (typeof field !== 'number') {
        if ((tag & 7) === WIRE.bytes && isShort) at = this.#inner(at + 2, at + 2 + second, field, depth);
        else at = this.#field(at, shape, depth);
      } else if ((tag & 7) !== field) at = this.#field(at, shape, depth);
      else if (field === WIRE.bytes && isShort) at += 2 + second;
      else if (field === WIRE.fixed64 && at + 9 <= end) at += 9;
      else if (field === WIRE.varint && second < 0x80 && at + 2 <= end) at += 2;
      else at = this.#field(at, shape, depth);
    }
    return this.#ended(at, end, shape);
  }

  /** A message inside another. */
  #inner(from: number, end: number, shape: Shape, depth: number): number {
    switch (shape) {
      case keyValue:
        return this.#keyValue(from, end, depth);
      case span:
        return this.#span(from, end);
      case resourceSpans:
        this.#resource = { at: 0, end: 0 };
        break;
      case resource:
        this.#resource.at = from;
        this.#resource.end = end;
        break;
      case scopeSpans:
        this.#scope = { at: 0, end: 0 };
        this.places.begin(this.#resource, this.#scope);
        break;
      case scope:
        this.#scope.at = from;
        this.#scope.end = end;
        break;
      default:
    }
    return this.message(from, end, shape, depth);
  }

  /** A short key with a short text or a number, by hand: this is most of receiving. */
  #keyValue(from: number, end: number, depth: number): number {
    const { bytes } = this.cursor;
    const keyLength = bytes[from + 1] ?? 0;
    const valueAt = from + 2 + keyLength;
    // The length of a value that is the rest of the message, and its own rest behind tag and length or number.
    const rest = end - valueAt - 2;
    if (
      bytes[from] === KEY &&
      keyLength < 0x80 &&
      rest >= 2 &&
      rest < 0x80 &&
      bytes[valueAt] === VALUE &&
      bytes[valueAt + 1] === rest &&
      depth <= MAX_VALUE_DEPTH
    ) {
      const kind = bytes[valueAt + 2];
      if (kind === STRING_VALUE && bytes[valueAt + 3] === rest - 2) return end;
      if (kind === INT_VALUE && isVarint(bytes, valueAt + 3, end)) return end;
    }
    return this.message(from, end, keyValue, depth);
  }

  /** A span; its ids are noted, of which the last ones count. */
  #span(from: number, end: number): number {
    const { bytes } = this.cursor;
    const { ids } = this.places;
    ids.clear();
    let at = from;
    while (at < end) {
      const tag = bytes[at] ?? 0;
      const length = bytes[at + 1] ?? 0;
      const next = at + 2 + length;
      if (length < 0x80 && next <= end) {
        if (tag === TAG.attributes) {
          at = this.#keyValue(at + 2, next, 0);
          continue;
        }
        if (tag === TAG.name) {
          at = next;
          continue;
        }
      }
      if ((tag === TAG.start || tag === TAG.end) && at + 9 <= end) at += 9;
      else if (tag === TAG.kind && length < 0x80 && at + 2 <= end) at += 2;
      else at = this.#idOrField(at);
    }
    this.spans += 1;
    this.places.add(bytes, from, end);
    return this.#ended(at, end, span);
  }

  /** A field of a span that may be one of its ids, in whatever way tag and length are written. */
  #idOrField(at: number): number {
    const { cursor } = this;
    cursor.at = at;
    const tag = cursor.tag();
    if (tag !== TAG.traceId && tag !== TAG.spanId && tag !== TAG.parentId) return this.#field(at, span, 0);
    const end = cursor.lengthEnd();
    const { ids } = this.places;
    if (tag === TAG.traceId) ids.trace(cursor.at, end);
    else if (tag === TAG.spanId) ids.span(cursor.at, end);
    else ids.parent(cursor.at, end);
    return end;
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
      return this.#inner(cursor.at, end, field, depth);
    }
    return cursor.at;
  }

  /** A field that runs past its message has run into what comes after it. */
  #ended(at: number, end: number, { name }: Shape): number {
    if (at <= end || this.cursor.fault !== undefined) return at;
    return this.#fail(at, `a field that runs past the end of ${name}`);
  }

  #fail(at: number, message: string): number {
    this.cursor.at = at;
    this.cursor.fail(message);
    return this.cursor.at;
  }
}

/** Whether all of these bytes, one at least, are one varint of 32 bits or less. */
function isVarint(bytes: Buffer, from: number, end: number): boolean {
  const last = end - 1;
  if (end - from > 4 || (bytes[last] ?? 0) >= 0x80) return false;
  for (let at = from; at < last; at += 1) if ((bytes[at] ?? 0) < 0x80) return false;
  return true;
}
