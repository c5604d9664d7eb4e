import { integerOf, kindOf, member, objectOf, plainInteger } from './json.ts';
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
  type StatusCode,
  spanKinds,
  statusCodes,
} from './span.ts';

/** Nesting of AnyValue beyond which a request is refused: protobuf's own recursion limit. */
export const MAX_VALUE_DEPTH = 100;

/** What an OTLP/JSON document held. `rejected` counts spans with an id OTLP calls invalid: they are left out. */
export type OtlpJsonResult =
  | { readonly ok: true; readonly spans: readonly Span[]; readonly rejected: number }
  | { readonly ok: false; readonly message: string };

export interface OtlpJsonOptions {
  /** Takes ids as they are, where hand-made spans of known origin are read back; default false, as OTLP demands. */
  readonly anyIds?: boolean;
}

/**
 * The spans of an ExportTraceServiceRequest or TracesData in JSON. Ids are hexadecimal (not base64), enumerations may
 * be numbers or names, 64-bit integers numbers or decimal text, keys camelCase or snake_case; unknown members are
 * ignored. Source: OTLP specification, "JSON Protobuf Encoding", and protobuf's JSON mapping.
 */
export function spansFromOtlpJson(document: unknown, options: OtlpJsonOptions = {}): OtlpJsonResult {
  const reader = new OtlpJsonReader(options.anyIds ?? false);
  reader.request(document);
  if (reader.fault !== undefined) return { ok: false, message: reader.fault };
  return { ok: true, spans: reader.spans, rejected: reader.rejected };
}

/** True for a document that has the outer member of OTLP/JSON traces. */
export function isOtlpJson(document: unknown): boolean {
  const object = objectOf(document);
  return object !== undefined && member(object, 'resourceSpans', 'resource_spans') !== undefined;
}

/** An attribute value in its OTLP wrapping, such as `{"stringValue": "x"}`. */
export function unwrapAnyValue(value: unknown): AttributeValue {
  return new OtlpJsonReader().anyValue(value, 0);
}

const wrapped = [
  ['stringValue', 'string_value'],
  ['boolValue', 'bool_value'],
  ['intValue', 'int_value'],
  ['doubleValue', 'double_value'],
  ['arrayValue', 'array_value'],
  ['kvlistValue', 'kvlist_value'],
  ['bytesValue', 'bytes_value'],
] as const;

/** True for an object with one member, and that one of AnyValue's. */
export function isAnyValue(value: unknown): boolean {
  const object = objectOf(value);
  if (object === undefined) return false;
  const keys = Object.keys(object);
  const [key] = keys;
  return keys.length === 1 && wrapped.some((names) => names.some((name) => name === key));
}

/** Reads on after the first fault, returning empty values, and reports that fault: no half-read span gets out. */
class OtlpJsonReader {
  readonly spans: Span[] = [];
  rejected = 0;
  fault: string | undefined;
  readonly #anyIds: boolean;

  constructor(anyIds = false) {
    this.#anyIds = anyIds;
  }

  request(document: unknown): void {
    const root = this.#object(document, 'the document');
    for (const item of this.#list(member(root, 'resourceSpans', 'resource_spans'), 'resourceSpans')) {
      const resourceSpans = this.#object(item, 'resourceSpans');
      const resource: Resource = {
        attributes: this.#attributes(this.#object(member(resourceSpans, 'resource'), 'resource')),
      };
      for (const scopeItem of this.#list(member(resourceSpans, 'scopeSpans', 'scope_spans'), 'scopeSpans')) {
        const scopeSpans = this.#object(scopeItem, 'scopeSpans');
        const scope = this.#scope(member(scopeSpans, 'scope'));
        for (const span of this.#list(member(scopeSpans, 'spans'), 'spans')) {
          this.#span(this.#object(span, 'span'), resource, scope);
        }
      }
    }
  }

  #scope(value: unknown): Scope {
    const scope = this.#object(value, 'scope');
    return {
      name: this.#text(member(scope, 'name'), 'scope.name'),
      version: this.#text(member(scope, 'version'), 'scope.version'),
    };
  }

  #span(span: Readonly<Record<string, unknown>>, resource: Resource, scope: Scope): void {
    const traceId = this.#id(member(span, 'traceId', 'trace_id'), 'span.traceId');
    const spanId = this.#id(member(span, 'spanId', 'span_id'), 'span.spanId');
    const parentSpanId = this.#id(member(span, 'parentSpanId', 'parent_span_id'), 'span.parentSpanId');
    const read: Span = {
      traceId,
      spanId,
      parentSpanId: parentSpanId === '' || isZero(parentSpanId) ? undefined : parentSpanId,
      name: this.#text(member(span, 'name'), 'span.name'),
      kind: this.#kind(member(span, 'kind')),
      startNs: this.#time(
        member(span, 'startTimeUnixNano', 'start_time_unix_nano'),
        'span.startTimeUnixNano',
      ),
      endNs: this.#time(member(span, 'endTimeUnixNano', 'end_time_unix_nano'), 'span.endTimeUnixNano'),
      attributes: this.#attributes(span),
      events: this.#list(member(span, 'events'), 'span.events').map((event) => this.#event(event)),
      links: this.#list(member(span, 'links'), 'span.links').map((link) => this.#link(link)),
      status: this.#status(member(span, 'status')),
      resource,
      scope,
    };
    const parentFits = read.parentSpanId === undefined || isSpanId(read.parentSpanId);
    const fits = isTraceId(traceId) && isSpanId(spanId) && parentFits;
    if (fits || this.#anyIds) this.spans.push(read);
    else this.rejected += 1;
  }

  #event(value: unknown): SpanEvent {
    const event = this.#object(value, 'event');
    return {
      name: this.#text(member(event, 'name'), 'event.name'),
      timeNs: this.#time(member(event, 'timeUnixNano', 'time_unix_nano'), 'event.timeUnixNano'),
      attributes: this.#attributes(event),
    };
  }

  #link(value: unknown): SpanLink {
    const link = this.#object(value, 'link');
    return {
      traceId: this.#id(member(link, 'traceId', 'trace_id'), 'link.traceId'),
      spanId: this.#id(member(link, 'spanId', 'span_id'), 'link.spanId'),
      attributes: this.#attributes(link),
    };
  }

  #status(value: unknown): SpanStatus {
    const status = this.#object(value, 'status');
    return {
      code: this.#code(member(status, 'code')),
      message: this.#text(member(status, 'message'), 'status.message'),
    };
  }

  #attributes(owner: Readonly<Record<string, unknown>>): Attributes {
    return this.#keyValues(member(owner, 'attributes'), 'attributes', 0);
  }

  #keyValues(value: unknown, what: string, depth: number): Map<string, AttributeValue> {
    const read = new Map<string, AttributeValue>();
    for (const item of this.#list(value, what)) {
      const keyValue = this.#object(item, what);
      read.set(
        this.#text(member(keyValue, 'key'), `${what}.key`),
        this.anyValue(member(keyValue, 'value'), depth),
      );
    }
    return read;
  }

  anyValue(value: unknown, depth: number): AttributeValue {
    if (depth > MAX_VALUE_DEPTH)
      return this.#fail('an attribute value', `at most ${MAX_VALUE_DEPTH} levels`, 'more', null);
    const object = this.#object(value, 'an attribute value');
    for (const [camel, snake] of wrapped) {
      const held = member(object, camel, snake);
      if (held !== undefined) return this.#held(camel, held, depth);
    }
    return null;
  }

  #held(form: (typeof wrapped)[number][0], value: unknown, depth: number): AttributeValue {
    switch (form) {
      case 'stringValue':
        return this.#text(value, form);
      case 'boolValue':
        return typeof value === 'boolean' ? value : this.#fail(form, 'true or false', kindOf(value), false);
      case 'intValue':
        return plainInteger(this.#integer(value, form));
      case 'doubleValue':
        return this.#double(value);
      case 'bytesValue':
        return bytesFromBase64(this.#text(value, form));
      case 'arrayValue': {
        const items = this.#list(member(this.#object(value, form), 'values'), form);
        return items.map((item) => this.anyValue(item, depth + 1));
      }
      case 'kvlistValue':
        return this.#keyValues(member(this.#object(value, form), 'values'), form, depth + 1);
      default:
        return form satisfies never;
    }
  }

  #double(value: unknown): number {
    if (typeof value === 'number') return value;
    // "NaN", "Infinity" and "-Infinity" are how JSON carries what it has no numbers for; Number reads all of them.
    const read =
      typeof value === 'bigint' || (typeof value === 'string' && value !== '') ? Number(value) : undefined;
    if (read === undefined || (Number.isNaN(read) && value !== 'NaN')) {
      return this.#fail('doubleValue', 'a number', kindOf(value), 0);
    }
    return read;
  }

  #kind(value: unknown): SpanKind {
    return this.#enumeration(value, spanKinds, 'SPAN_KIND_', 'span.kind');
  }

  #code(value: unknown): StatusCode {
    return this.#enumeration(value, statusCodes, 'STATUS_CODE_', 'status.code');
  }

  /** Numbers this version does not know mean the first value, as for any open protobuf enumeration. */
  #enumeration<T extends string>(
    value: unknown,
    names: readonly [T, ...T[]],
    prefix: string,
    what: string,
  ): T {
    if (value === undefined) return names[0];
    if (typeof value === 'number') return names[value] ?? names[0];
    const name = typeof value === 'string' ? value : '';
    const found = names.find((each) => name === prefix + each.toUpperCase());
    return found ?? this.#fail(what, `a number or ${prefix}…`, kindOf(value), names[0]);
  }

  #time(value: unknown, what: string): bigint | undefined {
    const time = this.#integer(value ?? 0, what);
    return time === 0n ? undefined : BigInt.asUintN(64, time);
  }

  #integer(value: unknown, what: string): bigint {
    return integerOf(value) ?? this.#fail(what, 'an integer', kindOf(value), 0n);
  }

  #id(value: unknown, what: string): string {
    return this.#text(value, what).toLowerCase();
  }

  #text(value: unknown, what: string): string {
    if (value === undefined) return '';
    return typeof value === 'string' ? value : this.#fail(what, 'text', kindOf(value), '');
  }

  #list(value: unknown, what: string): readonly unknown[] {
    if (value === undefined) return [];
    return Array.isArray(value) ? value : this.#fail(what, 'a list', kindOf(value), []);
  }

  #object(value: unknown, what: string): Readonly<Record<string, unknown>> {
    if (value === undefined) return {};
    return objectOf(value) ?? this.#fail(what, 'an object', kindOf(value), {});
  }

  #fail<T>(what: string, expected: string, found: string, instead: T): T {
    const position = this.spans.length + this.rejected + 1;
    this.fault ??= `${what}: expected ${expected}, found ${found} (at or before span ${position})`;
    return instead;
  }
}

function bytesFromBase64(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'base64'));
}

/** 32 lower-case hexadecimal digits, not all zero (OTLP trace.proto, Span.trace_id). */
export function isTraceId(id: string): boolean {
  return /^[0-9a-f]{32}$/.test(id) && !isZero(id);
}

/** 16 lower-case hexadecimal digits, not all zero (OTLP trace.proto, Span.span_id). */
export function isSpanId(id: string): boolean {
  return /^[0-9a-f]{16}$/.test(id) && !isZero(id);
}

/** An id of zeros means that there is none; some senders write a root's parent so. */
function isZero(id: string): boolean {
  return /^0+$/.test(id);
}
