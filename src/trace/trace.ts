import { compareSpans } from './order.ts';
import type { Span } from './span.ts';

/**
 * Everything the system under test sent for one scenario, plus Spanwright's own spans, kept apart.
 * All look-ups are indexed; building a trace is linear in its spans, but for putting them in order.
 */
export interface Trace {
  /** What the system under test sent, ordered by start time and then by content: never by arrival. */
  readonly spans: readonly Span[];
  /** Spanwright's own life (`spanwright.*`); they match only where an expectation names a `spanwright.` span. */
  readonly own: readonly Span[];
  /** Spans of the tested system with exactly this name; own spans when the name begins with `spanwright.`. */
  named(name: string): readonly Span[];
  /**
   * The direct parent, in the same trace, among tested and own spans; undefined for roots and missing parents.
   * A span may be its own ancestor: senders can lie. When several spans share an id, the first in order counts.
   */
  parentOf(span: Span): Span | undefined;
  /** In the order of {@link spans}. */
  childrenOf(span: Span): readonly Span[];
  /** Spans of the tested system that name a parent nobody sent. */
  readonly orphans: readonly Span[];
}

/** Names that belong to Spanwright's own spans; a tested system that uses them gains nothing by it. */
export const OWN_PREFIX = 'spanwright.';

export interface TraceInput {
  readonly spans: readonly Span[];
  readonly own: readonly Span[];
}

/** Puts spans in order; the indexes are built when first asked for. Nothing is dropped, duplicates included. */
export function createTrace(input: TraceInput): Trace {
  return new IndexedTrace(input);
}

interface Kinship {
  readonly parents: ReadonlyMap<Span, Span>;
  readonly children: ReadonlyMap<Span, readonly Span[]>;
  readonly orphans: readonly Span[];
}

const none: readonly Span[] = [];

class IndexedTrace implements Trace {
  readonly spans: readonly Span[];
  readonly own: readonly Span[];
  #names: ReadonlyMap<string, readonly Span[]> | undefined;
  #ownNames: ReadonlyMap<string, readonly Span[]> | undefined;
  #kinship: Kinship | undefined;

  constructor(input: TraceInput) {
    this.spans = [...input.spans].sort(compareSpans);
    this.own = [...input.own].sort(compareSpans);
  }

  named(name: string): readonly Span[] {
    if (name.startsWith(OWN_PREFIX)) {
      this.#ownNames ??= byName(this.own);
      return this.#ownNames.get(name) ?? none;
    }
    this.#names ??= byName(this.spans);
    return this.#names.get(name) ?? none;
  }

  parentOf(span: Span): Span | undefined {
    return this.#kin().parents.get(span);
  }

  childrenOf(span: Span): readonly Span[] {
    return this.#kin().children.get(span) ?? none;
  }

  get orphans(): readonly Span[] {
    return this.#kin().orphans;
  }

  #kin(): Kinship {
    this.#kinship ??= kinship(this.spans, this.own);
    return this.#kinship;
  }
}

function byName(spans: readonly Span[]): Map<string, Span[]> {
  const found = new Map<string, Span[]>();
  for (const span of spans) append(found, span.name, span);
  return found;
}

function kinship(spans: readonly Span[], own: readonly Span[]): Kinship {
  const byId = new Map<string, Span>();
  const claim = (span: Span): void => {
    const id = idKey(span.traceId, span.spanId);
    if (!byId.has(id)) byId.set(id, span);
  };
  // Own spans first: a tested system knows the id in its TRACEPARENT and must not be able to pose as that span.
  for (const span of own) claim(span);
  for (const span of spans) claim(span);
  const parents = new Map<Span, Span>();
  const children = new Map<Span, Span[]>();
  const orphans: Span[] = [];
  const place = (span: Span): boolean => {
    if (span.parentSpanId === undefined) return true;
    const parent = byId.get(idKey(span.traceId, span.parentSpanId));
    if (parent === undefined) return false;
    parents.set(span, parent);
    append(children, parent, span);
    return true;
  };
  for (const span of spans) if (!place(span)) orphans.push(span);
  for (const span of own) place(span);
  return { parents, children, orphans };
}

/** Ids read from text may have any length, hence the separator. */
function idKey(traceId: string, spanId: string): string {
  return `${traceId}/${spanId}`;
}

function append<K>(map: Map<K, Span[]>, key: K, span: Span): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [span]);
  else list.push(span);
}
