import type { Span } from '../trace/index.ts';

/** A span with both times, the end not before the start. Nothing can be said about the time of any other. */
export type TimedSpan = Span & { readonly startNs: bigint; readonly endNs: bigint };

export function isTimed(span: Span): span is TimedSpan {
  return span.startNs !== undefined && span.endNs !== undefined && span.endNs >= span.startNs;
}

/** Milliseconds from start to end; undefined for a span that is not timed. */
export function durationMs(span: Span): number | undefined {
  return isTimed(span) ? Number(span.endNs - span.startNs) / 1e6 : undefined;
}

/** A length of time in milliseconds, to three digits. */
export function inMs(ns: bigint): string {
  return `${Number((Number(ns) / 1e6).toPrecision(3))} ms`;
}

export function compareNs(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

export function toNs(ms: number): bigint {
  return BigInt(Math.round(ms * 1e6));
}

/**
 * What two times may be apart by and still count as equal, unless the expectation says otherwise: the step of the
 * coarsest clock in use (OpenTelemetry's Node SDK starts spans at whole milliseconds), and more than the clocks of
 * processes on one machine differ.
 */
export const DEFAULT_TOLERANCE_MS = 1;
