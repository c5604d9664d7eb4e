import { compileName, createSubject, type Subject } from '../expect/index.ts';
import type { Span, Trace } from '../trace/index.ts';

/** A recorded trace with what mutants of it need to look up: built once, and never changed. */
export interface Indexed {
  readonly trace: Trace;
  readonly subject: Subject;
  /** Own spans come after those of the tested system. */
  positionOf(span: Span): number | undefined;
  /** The span that an id stands for: of several the first in order, own spans before all others. */
  byId(traceId: string, spanId: string): Span | undefined;
  /** Spans share an id, so that removing one of them would show another. */
  readonly hasTwins: boolean;
  readonly own: ReadonlySet<Span>;
  /** Every span leads up to a root or a missing parent. Found out when first asked for. */
  isForest(): boolean;
  /** Compiling names takes longer than most of what they are compiled for. */
  matcher(name: string): (name: string) => boolean;
}

export function indexTrace(trace: Trace): Indexed {
  const positions = new Map<Span, number>();
  const ids = createIds();
  const matchers = new Map<string, (name: string) => boolean>();
  for (const span of [...trace.spans, ...trace.own]) positions.set(span, positions.size);
  let hasTwins = false;
  let forest: boolean | undefined;
  for (const span of [...trace.own, ...trace.spans]) {
    if (ids.get(span.traceId, span.spanId)) hasTwins = true;
    else ids.set(span);
  }
  return {
    trace,
    subject: createSubject(trace),
    positionOf: (span) => positions.get(span),
    byId: ids.get,
    hasTwins,
    own: new Set(trace.own),
    isForest() {
      forest ??= isForest(trace);
      return forest;
    },
    matcher(name) {
      const known = matchers.get(name) ?? compileName(name);
      matchers.set(name, known);
      return known;
    },
  };
}

/** Spans by trace and span id, without a text made of both: mutants look up far more spans than they change. */
export function createIds() {
  const traces = new Map<string, Map<string, Span>>();
  return {
    get: (traceId: string, spanId: string): Span | undefined => traces.get(traceId)?.get(spanId),
    set(span: Span): void {
      const spans = traces.get(span.traceId) ?? new Map<string, Span>();
      traces.set(span.traceId, spans.set(span.spanId, span));
    },
  };
}

function isForest(trace: Trace): boolean {
  const all = [...trace.own, ...trace.spans];
  const reached = new Set(all.filter((span) => trace.parentOf(span) === undefined));
  for (const span of reached) for (const child of trace.childrenOf(span)) reached.add(child);
  return reached.size === all.length;
}
