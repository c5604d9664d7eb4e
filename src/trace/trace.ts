import { Kinship } from './kinship.ts';
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
  /**
   * For each of {@link spans} the position there of its parent, or {@link ROOT}, {@link MISSING} or {@link RUNNER}: for
   * walking over the whole trace, where {@link parentOf} would look every span up.
   */
  parents(): Int32Array;
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

const none: readonly Span[] = [];

class IndexedTrace implements Trace {
  readonly spans: readonly Span[];
  readonly own: readonly Span[];
  #names: ReadonlyMap<string, readonly Span[]> | undefined;
  #ownNames: ReadonlyMap<string, readonly Span[]> | undefined;
  #kinship: Kinship | undefined;
  #orphans: readonly Span[] | undefined;

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
    return this.#kin().parentOf(span);
  }

  childrenOf(span: Span): readonly Span[] {
    return this.#kin().childrenOf(span) ?? none;
  }

  parents(): Int32Array {
    return this.#kin().parents();
  }

  get orphans(): readonly Span[] {
    this.#orphans ??= this.#kin().orphans();
    return this.#orphans;
  }

  #kin(): Kinship {
    this.#kinship ??= new Kinship(this.spans, this.own);
    return this.#kinship;
  }
}

function byName(spans: readonly Span[]): Map<string, Span[]> {
  const found = new Map<string, Span[]>();
  for (const span of spans) append(found, span.name, span);
  return found;
}

function append<K>(map: Map<K, Span[]>, key: K, span: Span): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [span]);
  else list.push(span);
}
