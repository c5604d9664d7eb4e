import { createSubject, isOwnName, type Subject } from '../expect/index.ts';
import {
  compareSpans,
  createTrace,
  OWN_PREFIX,
  type Span,
  type SpanLink,
  type Trace,
} from '../trace/index.ts';
import { type Causality, overlaidCausality } from './causality.ts';
import type { Changes } from './changes.ts';
import { createIds, type Indexed } from './indexed.ts';
import type { Edit } from './mutant.ts';

/** What a mutant's trace is to the evaluators: the recorded one, with what is changed laid over it. */
export function overlaid(edit: Edit, changes: Changes, indexed: Indexed): Subject {
  const overlay = new Overlay(edit, indexed);
  // Where several spans share an id, what is found under it depends on all of them.
  const isPlain = !indexed.hasTwins && !overlay.hasTwins;
  const trace = isPlain ? overlay : createTrace({ spans: overlay.spans, own: indexed.trace.own });
  return new OverlaidSubject(trace, { overlay, changes, indexed, isPlain });
}

/** The trace with the changes laid over it. Everything is worked out when it is asked for. */
class Overlay implements Trace {
  readonly #indexed: Indexed;
  /** Of spans that are gone or were replaced: what stands in their place, if anything. */
  readonly #now = new Map<Span, Span | undefined>();
  /** The other way round, for those that replaced another. */
  readonly #was = new Map<Span, Span>();
  readonly #came: readonly Span[];
  readonly #removed: readonly Span[];
  readonly #cameById = createIds();
  #cameByName: ReadonlyMap<string, readonly Span[]> | undefined;
  #spans: readonly Span[] | undefined;
  readonly #named = new Map<string, readonly Span[]>();
  /** A span came whose id another one has. */
  readonly hasTwins: boolean;
  readonly edit: Edit;

  constructor(edit: Edit, indexed: Indexed) {
    const { removed, added, replaced } = edit;
    this.edit = edit;
    this.#indexed = indexed;
    this.#removed = removed;
    for (const span of removed) this.#now.set(span, undefined);
    for (const [was, is] of replaced) {
      this.#now.set(was, is);
      this.#was.set(is, was);
    }
    this.#came = [...replaced.map(([, is]) => is), ...added];
    let hasTwins = false;
    const renumbered = replaced.filter(([was, is]) => was.spanId !== is.spanId || was.traceId !== is.traceId);
    for (const span of [...added, ...renumbered.map(([, is]) => is)]) {
      const { traceId, spanId } = span;
      const known = indexed.byId(traceId, spanId);
      hasTwins ||=
        this.#cameById.get(traceId, spanId) !== undefined || (known !== undefined && !this.#now.has(known));
      this.#cameById.set(span);
    }
    this.hasTwins = hasTwins;
  }

  get spans(): readonly Span[] {
    this.#spans ??= this.#merged(this.#indexed.trace.spans, this.#came);
    return this.#spans;
  }

  get own(): readonly Span[] {
    return this.#indexed.trace.own;
  }

  /** How many spans there are. */
  get size(): number {
    return this.#indexed.trace.spans.length - this.#now.size + this.#came.length;
  }

  named(name: string): readonly Span[] {
    const before = this.#indexed.trace.named(name);
    if (name.startsWith(OWN_PREFIX)) return before;
    const known = this.#named.get(name) ?? this.#withCame(before, this.#byName().get(name) ?? []);
    this.#named.set(name, known);
    return known;
  }

  /** What was selected from the recorded trace by name, as it is now. */
  select(before: readonly Span[], matches: (name: string) => boolean): readonly Span[] {
    const came: Span[] = [];
    for (const [name, spans] of this.#byName()) if (matches(name)) came.push(...spans);
    return this.#withCame(before, came);
  }

  #withCame(before: readonly Span[], came: readonly Span[]): readonly Span[] {
    return came.length === 0 && !before.some((span) => this.#now.has(span))
      ? before
      : this.#merged(before, came);
  }

  #byName(): ReadonlyMap<string, readonly Span[]> {
    this.#cameByName ??= Map.groupBy(this.#came, ({ name }) => name);
    return this.#cameByName;
  }

  parentOf(span: Span): Span | undefined {
    if (span.parentSpanId === undefined) return undefined;
    // Most spans are as they were, and so are their parents.
    const before = this.#was.has(span) ? undefined : this.#indexed.trace.parentOf(span);
    if (before && !this.#now.has(before)) return before;
    return this.byId(span.traceId, span.parentSpanId);
  }

  byId(traceId: string, spanId: string): Span | undefined {
    const known = this.#indexed.byId(traceId, spanId);
    if (known && !this.#now.has(known)) return known;
    const now = known && this.#now.get(known);
    return now && now.spanId === spanId && now.traceId === traceId
      ? now
      : this.#cameById.get(traceId, spanId);
  }

  childrenOf(span: Span): readonly Span[] {
    const before = this.#indexed.trace.childrenOf(this.recorded(span));
    const came = this.#came.filter((each) => this.parentOf(each) === span);
    return this.#withCame(before, came);
  }

  get orphans(): readonly Span[] {
    const left = this.#removed.flatMap((span) => this.#indexed.trace.childrenOf(span));
    const loose = [...this.#indexed.trace.orphans, ...left].filter((span) => !this.#now.has(span));
    const own = this.#indexed.own;
    return [...loose, ...this.#came]
      .filter(
        (span) => !own.has(span) && span.parentSpanId !== undefined && this.parentOf(span) === undefined,
      )
      .sort(compareSpans);
  }

  /** For whoever compares traces; no claim asks for it. */
  parents(): ReturnType<Trace['parents']> {
    return createTrace({ spans: this.spans, own: this.own }).parents();
  }

  /** The span that this one replaced, or else itself. */
  recorded(span: Span): Span {
    return this.#was.get(span) ?? span;
  }

  #merged(before: readonly Span[], came: readonly Span[]): readonly Span[] {
    const left = before.filter((span) => !this.#now.has(span));
    if (came.length > 8) return inOneOrder(left, came.toSorted(compareSpans));
    for (const span of came) left.splice(placeOf(span, left), 0, span);
    return left;
  }
}

/** Two lists in order as one. A slow span moves half a trace, most of it as it stood. */
function inOneOrder(some: readonly Span[], others: readonly Span[]): readonly Span[] {
  const all: Span[] = [];
  let next = 0;
  for (const span of some) {
    for (let other = others[next]; other && compareSpans(other, span) < 0; other = others[++next])
      all.push(other);
    all.push(span);
  }
  for (let other = others[next]; other; other = others[++next]) all.push(other);
  return all;
}

/** How many of the spans, which are in order, stand before this one. */
function placeOf(span: Span, spans: readonly Span[]): number {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const other = spans[middle];
    if (other && compareSpans(other, span) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

interface Made {
  readonly overlay: Overlay;
  readonly changes: Changes;
  readonly indexed: Indexed;
  readonly isPlain: boolean;
}

/** As {@link createSubject} would make it of the whole trace, but for one thing: failures are not explained. */
class OverlaidSubject implements Subject {
  readonly trace: Trace;
  readonly #made: Made;
  readonly #selected = new Map<string, readonly Span[]>();
  #full: Subject | undefined;

  constructor(trace: Trace, made: Made) {
    this.trace = trace;
    this.#made = made;
  }

  /** Asked before every claim, so the list of spans is not made for it. */
  get empty(): boolean {
    return this.#made.overlay.size === 0;
  }

  select(name: string): readonly Span[] {
    const known = this.#selected.get(name) ?? this.#select(name);
    this.#selected.set(name, known);
    return known;
  }

  #select(name: string): readonly Span[] {
    const { overlay, indexed, isPlain } = this.#made;
    const before = indexed.subject.select(name);
    if (isOwnName(name)) return before;
    if (!isPlain) return this.#whole().select(name);
    const matches = indexed.matcher(name);
    return overlay.select(before, (actual) => matches(actual) && !isOwnName(actual));
  }

  matcher(name: string): (span: Span) => boolean {
    const { indexed } = this.#made;
    const matches = indexed.matcher(name);
    const wantsOwn = isOwnName(name);
    return (span) => indexed.own.has(span) === wantsOwn && matches(span.name);
  }

  parentOf(span: Span): Span | undefined {
    const parent = this.trace.parentOf(span);
    return parent === span ? undefined : parent;
  }

  namesBeside(name: string): readonly string[] {
    return this.#whole().namesBeside(name);
  }

  spansByName(): readonly Span[] {
    return this.#whole().spansByName();
  }

  similarName(): undefined {
    return undefined;
  }

  linked({ traceId, spanId }: SpanLink): Span | undefined {
    const { overlay, isPlain } = this.#made;
    if (isPlain) return overlay.byId(traceId, spanId);
    return this.#whole().linked({ traceId, spanId, attributes: new Map() });
  }

  causality(): Causality {
    const { overlay, changes, indexed, isPlain } = this.#made;
    const laid = isPlain ? overlaidCausality(overlay, changes, indexed) : undefined;
    return laid ?? this.#whole().causality();
  }

  readonly clockOf: Subject['clockOf'] = (span) => {
    const { changes, indexed } = this.#made;
    return changes.resourceKeys.size === 0 ? indexed.subject.clockOf(span) : this.#whole().clockOf(span);
  };

  mayExplain(): boolean {
    return false;
  }

  /** For what is rarely asked, and answered as for any trace. */
  #whole(): Subject {
    this.#full ??= createSubject(this.trace);
    return this.#full;
  }
}
