import type { Span } from './span.ts';

/** Why a span has no parent among the tested system's spans: it names none, */
export const ROOT = -1;
/** or one that nobody sent, */
export const MISSING = -2;
/** or one of Spanwright's own. */
export const RUNNER = -3;

/**
 * Who is whose parent, by position: that takes one look-up by id for each span, and none by span until somebody asks so.
 * When several spans share an id, the first counts, and own spans come before those of the tested system: that one knows
 * the id in its TRACEPARENT and must not be able to pose as that span.
 */
export class Kinship {
  /** The tested system's spans, then Spanwright's own. */
  readonly #all: readonly Span[];
  readonly #tested: number;
  /** For each of them the position of its parent, {@link ROOT} or {@link MISSING}. */
  readonly #above: Int32Array;
  #positions: ReadonlyMap<Span, number> | undefined;
  #children: readonly (readonly Span[] | undefined)[] | undefined;

  constructor(spans: readonly Span[], own: readonly Span[]) {
    this.#all = own.length === 0 ? spans : [...spans, ...own];
    this.#tested = spans.length;
    this.#above = positionsAbove(this.#all, spans.length);
  }

  /** For each span of the tested system the position of its parent among them, or why there is none. */
  parents(): Int32Array {
    const tested = this.#tested;
    return this.#above.slice(0, tested).map((above) => (above < tested ? above : RUNNER));
  }

  parentOf(span: Span): Span | undefined {
    return this.#all[this.#above[this.#positionOf(span)] ?? ROOT];
  }

  /** In the order of the spans, own ones last; undefined for none. */
  childrenOf(span: Span): readonly Span[] | undefined {
    this.#children ??= childrenIn(this.#all, this.#above);
    return this.#children[this.#positionOf(span)];
  }

  orphans(): Span[] {
    return this.#all.filter((_span, at) => at < this.#tested && this.#above[at] === MISSING);
  }

  #positionOf(span: Span): number {
    this.#positions ??= new Map(this.#all.map((each, at) => [each, at]));
    return this.#positions.get(span) ?? -1;
  }
}

function positionsAbove(all: readonly Span[], tested: number): Int32Array {
  const ids = new Ids(all);
  for (let at = tested; at < all.length; at++) ids.claim(at);
  for (let at = 0; at < tested; at++) ids.claim(at);
  // By position throughout: iterating over entries makes an array of each.
  const above = new Int32Array(all.length).fill(ROOT);
  for (let at = 0; at < all.length; at++) {
    const span = all[at];
    if (span?.parentSpanId !== undefined) above[at] = ids.find(span.traceId, span.parentSpanId);
  }
  return above;
}

/** Positions by trace and span id. Few span ids occur in two traces, so those alone cost a text made of both. */
class Ids {
  readonly #all: readonly Span[];
  readonly #first = new Map<string, number>();
  readonly #others = new Map<string, number>();

  constructor(all: readonly Span[]) {
    this.#all = all;
  }

  claim(at: number): void {
    const span = this.#all[at];
    if (!span) return;
    const { spanId } = span;
    const first = this.#first.get(spanId);
    if (first === undefined) this.#first.set(spanId, at);
    else if (this.#all[first]?.traceId !== span.traceId) {
      const key = idKey(span.traceId, spanId);
      if (!this.#others.has(key)) this.#others.set(key, at);
    }
  }

  find(traceId: string, spanId: string): number {
    const first = this.#first.get(spanId);
    if (first === undefined) return MISSING;
    if (this.#all[first]?.traceId === traceId) return first;
    return this.#others.get(idKey(traceId, spanId)) ?? MISSING;
  }
}

/** Ids read from text may have any length, hence the separator. */
function idKey(traceId: string, spanId: string): string {
  return `${traceId}/${spanId}`;
}

function childrenIn(all: readonly Span[], above: Int32Array): (readonly Span[] | undefined)[] {
  const children = new Array<Span[] | undefined>(all.length).fill(undefined);
  for (const [at, span] of all.entries()) {
    const parent = above[at] ?? ROOT;
    if (parent < 0) continue;
    const known = children[parent];
    if (known) known.push(span);
    else children[parent] = [span];
  }
  return children;
}
