/**
 * Spans as OpenTelemetry defines them, and the trace that expectations are judged against: an index over spans by name,
 * id and parent; a normalised form and digest; a printed tree. It also reads and writes the texts traces are kept in
 * (flat spans, OTLP/JSON). Pure data and pure functions: nothing here receives or stores spans.
 */
export { parseJson } from './json.ts';
export { MISSING, ROOT, RUNNER } from './kinship.ts';
export { type NormalisedLink, type NormalisedSpan, normaliseTrace, traceDigest } from './normalise.ts';
export { compareSpans } from './order.ts';
export { isSpanId, isTraceId, MAX_VALUE_DEPTH, type OtlpJsonResult, spansFromOtlpJson } from './otlp-json.ts';
export { type OtlpJson, toOtlpJson } from './otlp-json-write.ts';
export { type ParsedTrace, parseTraceText, spansFromStdout, type TraceTextProblem } from './parse.ts';
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
export { createTrace, OWN_PREFIX, type Trace, type TraceInput } from './trace.ts';
export { printTree, type TreeOptions } from './tree.ts';
export { createSteadier, type Steadier, VARIES } from './volatile.ts';
