/**
 * Spans as OpenTelemetry defines them, independent of any wire format, and the trace that expectations are judged
 * against: an index over spans by name, id and parent. Pure data and pure functions; nothing here decodes or stores.
 */
export { normaliseTrace, traceDigest } from './normalise.ts';
export { parseTraceText, type ParsedTrace } from './parse.ts';
export type {
  Attributes,
  AttributeValue,
  Resource,
  Scope,
  Span,
  SpanEvent,
  SpanKind,
  SpanLink,
  SpanRef,
  SpanStatus,
  StatusCode,
} from './span.ts';
export { refOf, spanKinds, statusCodes } from './span.ts';
export { createTrace, type Trace } from './trace.ts';
export { printTree } from './tree.ts';
