import type { Resource, Scope } from '../../trace/index.ts';
import { Cursor } from './cursor.ts';
import { PLACE, type SpanPlaces } from './places.ts';
import { readAttributes, type SpanSource } from './wire-span.ts';

/** Gives the resource or scope that these bytes encode; a store answers with one it already has where it can. */
export interface Interner {
  resource(bytes: Buffer, at: number, end: number): Resource;
  scope(bytes: Buffer, at: number, end: number): Scope;
}

/** A request that was checked, at its place in a buffer that may hold others. */
export interface CheckedRequest {
  readonly bytes: Buffer;
  readonly at: number;
  readonly places: SpanPlaces;
}

/** Where in the bytes of its source one span is, and where in it its ids are. `visit` is given the same object each time. */
export interface SpanPlace {
  at: number;
  end: number;
  traceAt: number;
  spanAt: number;
  /** -1 for a root. */
  parentAt: number;
}

/** Goes over the spans of a request, decoding nothing but what they share. */
export function visitSpans(
  { bytes, at: base, places }: CheckedRequest,
  interner: Interner,
  visit: (place: SpanPlace, source: SpanSource) => void,
): void {
  const { numbers } = places;
  const place = { at: 0, end: 0, traceAt: 0, spanAt: 0, parentAt: -1 };
  for (const { resource, scope, first, end } of places.groups) {
    const source = {
      bytes,
      resource: interner.resource(bytes, base + resource.at, base + resource.end),
      scope: interner.scope(bytes, base + scope.at, base + scope.end),
    };
    for (let number = first * PLACE.length; number < end * PLACE.length; number += PLACE.length) {
      const parent = numbers[number + PLACE.parent] ?? -1;
      place.at = base + (numbers[number + PLACE.at] ?? 0);
      place.end = base + (numbers[number + PLACE.end] ?? 0);
      place.traceAt = base + (numbers[number + PLACE.trace] ?? 0);
      place.spanAt = base + (numbers[number + PLACE.span] ?? 0);
      place.parentAt = parent === -1 ? -1 : base + parent;
      visit(place, source);
    }
  }
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
