/** An OTLP AnyValue. Integers beyond 2^53 arrive as bigint, others as number. Source: opentelemetry-proto common.proto. */
export type AttributeValue =
  | string
  | number
  | bigint
  | boolean
  | null
  | Uint8Array
  | readonly AttributeValue[]
  | ReadonlyMap<string, AttributeValue>;

/** A Map rather than an object, so that keys such as `__proto__` are data. */
export type Attributes = ReadonlyMap<string, AttributeValue>;

export const spanKinds = ['unspecified', 'internal', 'server', 'client', 'producer', 'consumer'] as const;
/** In the order of OTLP's enumeration: index is the wire value. */
export type SpanKind = (typeof spanKinds)[number];

export const statusCodes = ['unset', 'ok', 'error'] as const;
/** In the order of OTLP's enumeration: index is the wire value. */
export type StatusCode = (typeof statusCodes)[number];

export interface SpanStatus {
  readonly code: StatusCode;
  /** Empty when the sender gave none. */
  readonly message: string;
}

export interface SpanEvent {
  readonly name: string;
  readonly timeNs: bigint | undefined;
  readonly attributes: Attributes;
}

export interface SpanLink {
  readonly traceId: string;
  readonly spanId: string;
  readonly attributes: Attributes;
}

/** Shared by identity between the spans one exporter sent in one batch. */
export interface Resource {
  readonly attributes: Attributes;
}

export interface Scope {
  readonly name: string;
  readonly version: string;
}

/**
 * One finished span. Ids are lower-case hex (32 and 16 digits); times are Unix nanoseconds, undefined when not sent.
 * Received spans decode their members when first asked: read them by name, for a copy by spreading would be empty.
 */
export interface Span {
  readonly traceId: string;
  readonly spanId: string;
  /** Undefined for a root span. */
  readonly parentSpanId: string | undefined;
  readonly name: string;
  readonly kind: SpanKind;
  readonly startNs: bigint | undefined;
  readonly endNs: bigint | undefined;
  readonly attributes: Attributes;
  readonly events: readonly SpanEvent[];
  readonly links: readonly SpanLink[];
  readonly status: SpanStatus;
  readonly resource: Resource;
  readonly scope: Scope;
}

/** Names a span in findings and reports without carrying it. */
export interface SpanRef {
  readonly traceId: string;
  readonly spanId: string;
  readonly name: string;
}

export function refOf(span: Span): SpanRef {
  return { traceId: span.traceId, spanId: span.spanId, name: span.name };
}
