import type { Resource, Scope } from '../../trace/index.ts';
import { Cursor, WIRE } from './cursor.ts';
import { readAttributes } from './wire-span.ts';

/** Gives the resource or scope that these bytes encode; a store answers with one it already has where it can. */
export interface Interner {
  resource(bytes: Buffer, at: number, end: number): Resource;
  scope(bytes: Buffer, at: number, end: number): Scope;
}

/** Where one span of a request is, and where in it its ids are. */
export interface SpanPlace {
  at: number;
  end: number;
  traceAt: number;
  spanAt: number;
  /** -1 for a root. */
  parentAt: number;
  resource: Resource;
  scope: Scope;
}

/** The tag of the last id among the fields of a span, `parent_span_id`. */
const PARENT_TAG = (4 << 3) | WIRE.bytes;

/**
 * Walks over the spans of a request that {@link checkRequest} found valid, decoding nothing but places. `visit` is given
 * the same object each time. Returns how many spans were left out because OTLP calls one of their ids invalid.
 */
export function visitSpans(request: Cursor, interner: Interner, visit: (place: SpanPlace) => void): number {
  const walk = new Walk(interner, visit);
  eachMessage(request, 1, (resourceSpans) => walk.resourceSpans(resourceSpans));
  return walk.rejected;
}

class Walk {
  readonly #interner: Interner;
  readonly #visit: (place: SpanPlace) => void;
  readonly #place: SpanPlace = {
    at: 0,
    end: 0,
    traceAt: 0,
    spanAt: 0,
    parentAt: -1,
    resource: { attributes: new Map() },
    scope: { name: '', version: '' },
  };
  rejected = 0;

  constructor(interner: Interner, visit: (place: SpanPlace) => void) {
    this.#interner = interner;
    this.#visit = visit;
  }

  resourceSpans(cursor: Cursor): void {
    const { bytes, at, end } = cursor;
    const resource = lastField(new Cursor(bytes, at, end), 1);
    this.#place.resource = this.#interner.resource(bytes, resource.at, resource.end);
    eachMessage(cursor, 2, (scopeSpans) => this.#scopeSpans(scopeSpans));
  }

  #scopeSpans(cursor: Cursor): void {
    const { bytes, at, end } = cursor;
    const scope = lastField(new Cursor(bytes, at, end), 1);
    this.#place.scope = this.#interner.scope(bytes, scope.at, scope.end);
    eachMessage(cursor, 2, (span) => this.#span(span));
  }

  #span(cursor: Cursor): void {
    const place = this.#place;
    const { bytes, end: stop } = cursor;
    let [traceLength, spanLength, parentLength] = [0, 0, 0];
    place.at = cursor.at;
    place.end = stop;
    while (cursor.at < stop) {
      const first = bytes[cursor.at] ?? 0;
      const length = bytes[cursor.at + 1] ?? 0;
      // Attributes and the name, passed over by hand: nearly all fields are such.
      if ((first & 0x87) === WIRE.bytes && first > PARENT_TAG && length < 0x80) {
        cursor.at += 2 + length;
        continue;
      }
      const tag = cursor.tag();
      const field = tag >>> 3;
      if (field !== 1 && field !== 2 && field !== 4) {
        cursor.skip(tag);
        continue;
      }
      const end = cursor.lengthEnd();
      if (field === 1) {
        place.traceAt = cursor.at;
        traceLength = end - cursor.at;
      } else if (field === 2) {
        place.spanAt = cursor.at;
        spanLength = end - cursor.at;
      } else {
        place.parentAt = cursor.at;
        parentLength = end - cursor.at;
      }
      cursor.at = end;
    }
    if (parentLength === 0 || isZero(bytes, place.parentAt, parentLength)) place.parentAt = -1;
    const lengthsFit =
      traceLength === 16 && spanLength === 8 && (place.parentAt === -1 || parentLength === 8);
    if (lengthsFit && !isZero(bytes, place.traceAt, 16) && !isZero(bytes, place.spanAt, 8))
      this.#visit(place);
    else this.rejected += 1;
  }
}

function isZero(bytes: Buffer, at: number, length: number): boolean {
  for (let index = at; index < at + length; index += 1) if (bytes[index] !== 0) return false;
  return true;
}

function eachMessage(cursor: Cursor, field: number, read: (inner: Cursor) => void): void {
  while (cursor.at < cursor.end) {
    const tag = cursor.tag();
    if (tag >>> 3 !== field) {
      cursor.skip(tag);
      continue;
    }
    const end = cursor.lengthEnd();
    read(new Cursor(cursor.bytes, cursor.at, end));
    cursor.at = end;
  }
}

/** The last occurrence of a message field; an empty stretch when there is none. */
function lastField(cursor: Cursor, field: number): { readonly at: number; readonly end: number } {
  let last = { at: 0, end: 0 };
  while (cursor.at < cursor.end) {
    const tag = cursor.tag();
    if (tag >>> 3 !== field) {
      cursor.skip(tag);
      continue;
    }
    const end = cursor.lengthEnd();
    last = { at: cursor.at, end };
    cursor.at = end;
  }
  return last;
}

/** A Resource message, decoded when first asked for. */
export function wireResource(bytes: Buffer, at: number, end: number): Resource {
  let attributes: Resource['attributes'] | undefined;
  return {
    get attributes() {
      attributes ??= readAttributes(new Cursor(bytes, at, end), 1);
      return attributes;
    },
  };
}

export function wireScope(bytes: Buffer, at: number, end: number): Scope {
  const cursor = new Cursor(bytes, at, end);
  let [name, version] = ['', ''];
  while (cursor.at < cursor.end) {
    const tag = cursor.tag();
    if (tag >>> 3 === 1) name = cursor.text();
    else if (tag >>> 3 === 2) version = cursor.text();
    else cursor.skip(tag);
  }
  return { name, version };
}
