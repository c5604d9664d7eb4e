import { flatSpan } from './flat.ts';
import { isJaegerTrace, spansFromJaeger } from './jaeger.ts';
import { type JsonText, member, objectOf, parseJson } from './json.ts';
import { compareSpans } from './order.ts';
import { isOtlpJson, spansFromOtlpJson } from './otlp-json.ts';
import type { Span } from './span.ts';

/** What a text held. An empty `spans` with an empty `problems` means an empty text. */
export interface ParsedTrace {
  readonly spans: readonly Span[];
  /** Spans that repeat another one's ids; of each such group one is kept, the first in canonical order. */
  readonly duplicates: number;
  /** What was not understood, in the order of the text; at most {@link MAX_PROBLEMS}, `problemCount` says how many there are. */
  readonly problems: readonly TraceTextProblem[];
  readonly problemCount: number;
}

export interface TraceTextProblem {
  /** 1-based line of the text; 1 for a text that is a single document. */
  readonly line: number;
  readonly message: string;
}

export const MAX_PROBLEMS = 20;

const NO_SPAN = 'neither a span (text in name, trace_id and span_id) nor OTLP/JSON nor Jaeger JSON';

/**
 * Reads a trace from text in any of the forms traces are kept in: flat spans one to a line (NDJSON), a JSON array of
 * them, `{"spans": […]}`, Jaeger's JSON, OTLP/JSON pretty-printed or on one line, and one OTLP/JSON document to a line (what the
 * OpenTelemetry Collector's file exporter writes). A line that is none of these is reported, never silently skipped.
 */
export function parseTraceText(text: string): ParsedTrace {
  const collector = new Collector();
  const trimmed = text.replace(/^\ufeff/, '').trim();
  const whole: JsonText = trimmed === '' ? { ok: true, value: [] } : parseJson(trimmed);
  if (whole.ok) collector.document(whole.value, 1);
  else collector.lines(text, whole.message);
  return collector.finish();
}

/**
 * The span lines of a program's standard output: a line is a span if it is JSON with text in name, trace_id and
 * span_id (clnrm-format section b.1). Every other line is ordinary output and says nothing about the trace.
 */
export function spansFromStdout(text: string): readonly Span[] {
  const spans: Span[] = [];
  for (const line of text.split('\n')) {
    const trimmed = line.trim();
    if (!trimmed.startsWith('{') || !trimmed.endsWith('}')) continue;
    const read = parseJson(trimmed);
    const object = read.ok ? objectOf(read.value) : undefined;
    if (object === undefined || !hasSnakeIds(object)) continue;
    const span = flatSpan(object);
    if (span !== undefined) spans.push(span);
  }
  return spans;
}

function hasSnakeIds(object: Readonly<Record<string, unknown>>): boolean {
  return typeof member(object, 'trace_id') === 'string' && typeof member(object, 'span_id') === 'string';
}

/** What wraps a list: `{"spans": […]}` of flat spans, or `{"data": […]}` of Jaeger's traces; a trace of Jaeger's is no list. */
function listIn(object: Readonly<Record<string, unknown>> | undefined): readonly unknown[] | undefined {
  if (object === undefined || isJaegerTrace(object)) return undefined;
  const list = member(object, 'spans', 'data');
  return Array.isArray(list) ? list : undefined;
}

class Collector {
  readonly #byId = new Map<string, Span>();
  readonly #problems: TraceTextProblem[] = [];
  #problemCount = 0;
  #duplicates = 0;

  finish(): ParsedTrace {
    return {
      spans: [...this.#byId.values()],
      duplicates: this.#duplicates,
      problems: this.#problems,
      problemCount: this.#problemCount,
    };
  }

  /** `wholeMessage` is why the text is not one document: what to report when none of its lines is one either. */
  lines(text: string, wholeMessage: string): void {
    let understood = 0;
    for (const [index, line] of text.split('\n').entries()) {
      const trimmed = line.replace(/^\ufeff/, '').trim();
      if (trimmed === '') continue;
      const read = parseJson(trimmed);
      if (!read.ok) this.#problem(index + 1, `not JSON: ${read.message}`);
      else if (objectOf(read.value) !== undefined || Array.isArray(read.value)) {
        understood += 1;
        this.document(read.value, index + 1);
      } else this.#problem(index + 1, NO_SPAN);
    }
    if (understood > 0) return;
    this.#problems.length = 0;
    this.#problemCount = 0;
    this.#problem(1, `not JSON: ${wholeMessage}`);
  }

  document(value: unknown, line: number): void {
    const object = objectOf(value);
    const list = Array.isArray(value) ? value : listIn(object);
    if (list) for (const item of list) this.#item(item, line);
    else this.#item(value, line);
  }

  #item(value: unknown, line: number): void {
    if (isOtlpJson(value)) this.#otlp(value, line);
    else if (isJaegerTrace(value)) this.#jaeger(value, line);
    else {
      const span = flatSpan(value);
      if (span === undefined) this.#problem(line, NO_SPAN);
      else this.#add(span);
    }
  }

  #otlp(value: unknown, line: number): void {
    const read = spansFromOtlpJson(value);
    if (!read.ok) {
      this.#problem(line, `not OTLP/JSON: ${read.message}`);
      return;
    }
    for (const span of read.spans) this.#add(span);
    if (read.rejected > 0)
      this.#problem(line, `${read.rejected} spans have an invalid trace, span or parent id`);
  }

  #jaeger(value: unknown, line: number): void {
    const { spans, rejected } = spansFromJaeger(value);
    for (const span of spans) this.#add(span);
    if (rejected > 0) this.#problem(line, `${rejected} entries of the Jaeger trace are no spans`);
  }

  #add(span: Span): void {
    const id = `${span.traceId}/${span.spanId}`;
    const known = this.#byId.get(id);
    if (known !== undefined) this.#duplicates += 1;
    if (known === undefined || compareSpans(span, known) < 0) this.#byId.set(id, span);
  }

  #problem(line: number, message: string): void {
    this.#problemCount += 1;
    if (this.#problems.length < MAX_PROBLEMS) this.#problems.push({ line, message });
  }
}
