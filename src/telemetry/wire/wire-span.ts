import {
  type Attributes,
  type AttributeValue,
  type Resource,
  type Scope,
  type Span,
  type SpanEvent,
  type SpanKind,
  type SpanLink,
  type SpanStatus,
  spanKinds,
  statusCodes,
} from '../../trace/index.ts';
import { Cursor } from './cursor.ts';
import { readKeyValue } from './value.ts';

/** The bytes that spans are in, and what they share. */
export interface SpanSource {
  readonly bytes: Buffer;
  readonly resource: Resource;
  readonly scope: Scope;
}

/** What has been decoded of a span: the members that most expectations look at together, the lists when asked for. */
interface Decoded {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | undefined;
  readonly name: string;
  readonly kind: SpanKind;
  readonly startNs: bigint | undefined;
  readonly endNs: bigint | undefined;
  readonly status: SpanStatus;
  attributes: Attributes | undefined;
  events: readonly SpanEvent[] | undefined;
  links: readonly SpanLink[] | undefined;
}

const unset: SpanStatus = { code: 'unset', message: '' };
const noAttributes: Attributes = new Map();

/**
 * A span that stays encoded until someone asks: receiving 100,000 spans builds no attribute maps, and most are never
 * looked at. Its bytes must have been found valid by {@link checkRequest}, and must not change.
 */
export class WireSpan implements Span {
  readonly #source: SpanSource;
  readonly #at: number;
  readonly #end: number;
  #decoded: Decoded | undefined;

  constructor(source: SpanSource, at: number, end: number) {
    this.#source = source;
    this.#at = at;
    this.#end = end;
  }

  get resource(): Resource {
    return this.#source.resource;
  }

  get scope(): Scope {
    return this.#source.scope;
  }

  get traceId(): string {
    return this.#read().traceId;
  }

  get spanId(): string {
    return this.#read().spanId;
  }

  get parentSpanId(): string | undefined {
    return this.#read().parentSpanId;
  }

  get name(): string {
    return this.#read().name;
  }

  get kind(): SpanKind {
    return this.#read().kind;
  }

  get startNs(): bigint | undefined {
    return this.#read().startNs;
  }

  get endNs(): bigint | undefined {
    return this.#read().endNs;
  }

  get status(): SpanStatus {
    return this.#read().status;
  }

  get attributes(): Attributes {
    const decoded = this.#read();
    decoded.attributes ??= readAttributes(this.#cursor(), 9);
    return decoded.attributes;
  }

  get events(): readonly SpanEvent[] {
    const decoded = this.#read();
    decoded.events ??= readEach(this.#cursor(), 11, readEvent);
    return decoded.events;
  }

  get links(): readonly SpanLink[] {
    const decoded = this.#read();
    decoded.links ??= readEach(this.#cursor(), 13, readLink);
    return decoded.links;
  }

  /** True when both were sent with the very same bytes under the same resource and scope: a repeated delivery. */
  isRepeatOf(other: WireSpan): boolean {
    return (
      this.resource === other.resource &&
      this.scope === other.scope &&
      this.#source.bytes.compare(other.#source.bytes, other.#at, other.#end, this.#at, this.#end) === 0
    );
  }

  #cursor(): Cursor {
    return new Cursor(this.#source.bytes, this.#at, this.#end);
  }

  #read(): Decoded {
    this.#decoded ??= readHead(this.#cursor());
    return this.#decoded;
  }
}

function readHead(cursor: Cursor): Decoded {
  let traceId = '';
  let spanId = '';
  let parentSpanId: string | undefined;
  let name = '';
  let kind: SpanKind = 'unspecified';
  let startNs: bigint | undefined;
  let endNs: bigint | undefined;
  let status = unset;
  while (cursor.at < cursor.end) {
    const tag = cursor.tag();
    switch (tag >>> 3) {
      case 1:
        traceId = readHex(cursor);
        break;
      case 2:
        spanId = readHex(cursor);
        break;
      case 4:
        parentSpanId = unlessZero(readHex(cursor));
        break;
      case 5:
        name = cursor.text();
        break;
      case 6:
        kind = spanKinds[cursor.uint32()] ?? 'unspecified';
        break;
      case 7:
        startNs = cursor.fixed64() || undefined;
        break;
      case 8:
        endNs = cursor.fixed64() || undefined;
        break;
      case 15:
        status = readStatus(cursor, status);
        break;
      default:
        cursor.skip(tag);
    }
  }
  const lists = { attributes: undefined, events: undefined, links: undefined };
  return { traceId, spanId, parentSpanId, name, kind, startNs, endNs, status, ...lists };
}

function readStatus(cursor: Cursor, before: SpanStatus): SpanStatus {
  const end = cursor.lengthEnd();
  let { code, message } = before;
  while (cursor.at < end) {
    const tag = cursor.tag();
    if (tag >>> 3 === 2) message = cursor.text();
    else if (tag >>> 3 === 3) code = statusCodes[cursor.uint32()] ?? 'unset';
    else cursor.skip(tag);
  }
  return { code, message };
}

function readEvent(cursor: Cursor): SpanEvent {
  let name = '';
  let timeNs: bigint | undefined;
  const attributes = new Map<string, AttributeValue>();
  const end = cursor.lengthEnd();
  while (cursor.at < end) {
    const tag = cursor.tag();
    if (tag >>> 3 === 1) timeNs = cursor.fixed64() || undefined;
    else if (tag >>> 3 === 2) name = cursor.text();
    else if (tag >>> 3 === 3) readKeyValue(cursor, attributes);
    else cursor.skip(tag);
  }
  return { name, timeNs, attributes };
}

function readLink(cursor: Cursor): SpanLink {
  let traceId = '';
  let spanId = '';
  const attributes = new Map<string, AttributeValue>();
  const end = cursor.lengthEnd();
  while (cursor.at < end) {
    const tag = cursor.tag();
    if (tag >>> 3 === 1) traceId = readHex(cursor);
    else if (tag >>> 3 === 2) spanId = readHex(cursor);
    else if (tag >>> 3 === 4) readKeyValue(cursor, attributes);
    else cursor.skip(tag);
  }
  return { traceId, spanId, attributes };
}

/** The attributes of a message whose key-value pairs are in this field. */
export function readAttributes(cursor: Cursor, field: number): Attributes {
  let attributes: Map<string, AttributeValue> | undefined;
  while (cursor.at < cursor.end) {
    const tag = cursor.tag();
    if (tag >>> 3 !== field) cursor.skip(tag);
    else {
      attributes ??= new Map();
      readKeyValue(cursor, attributes);
    }
  }
  return attributes ?? noAttributes;
}

function readEach<T>(cursor: Cursor, field: number, read: (cursor: Cursor) => T): readonly T[] {
  const items: T[] = [];
  while (cursor.at < cursor.end) {
    const tag = cursor.tag();
    if (tag >>> 3 === field) items.push(read(cursor));
    else cursor.skip(tag);
  }
  return items;
}

function readHex(cursor: Cursor): string {
  const end = cursor.lengthEnd();
  const hex = cursor.bytes.toString('hex', cursor.at, end);
  cursor.at = end;
  return hex;
}

function unlessZero(id: string): string | undefined {
  return /[^0]/.test(id) ? id : undefined;
}
