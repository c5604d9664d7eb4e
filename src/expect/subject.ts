import { nearest } from '../diagnostic/index.ts';
import { compileName, isGlob, isOwnName } from '../scenario/index.ts';
import { compareSpans, type Span, type SpanLink, type Trace } from '../trace/index.ts';
import { type Causality, createCausality } from './causality.ts';
import { type ClockOf, createClocks } from './clock.ts';
import { distinctNames } from './names.ts';

/** A trace as the evaluators see it: selection by name, and indexes built at most once, when first asked for. */
export interface Subject {
  readonly trace: Trace;
  /** The tested system sent nothing. Spanwright's own spans do not count. */
  readonly empty: boolean;
  /**
   * The spans that a name or glob of an expectation stands for, earliest first as in `trace`, so that the first of
   * several is a choice that does not depend on arrival. Own spans only for `spanwright.` names.
   */
  select(name: string): readonly Span[];
  /** The same as a test, for looking at a span met elsewhere, such as a parent. */
  matcher(name: string): (span: Span) => boolean;
  /** The direct parent, but never the span itself: a span that names itself as parent has none. */
  parentOf(span: Span): Span | undefined;
  /** Distinct names, sorted, of the spans among which `name` is looked up: own spans or the tested system's. */
  namesBeside(name: string): readonly string[];
  /** The tested system's spans, ordered by name first. */
  spansByName(): readonly Span[];
  /** The most similar of those names, if one is near enough to be what was meant. */
  similarName(name: string): string | undefined;
  /** The span a link leads to; undefined when it was not received. */
  linked(link: SpanLink): Span | undefined;
  causality(): Causality;
  readonly clockOf: ClockOf;
  /**
   * Whether `steps` more comparisons may be spent on explaining failures. Explanations compare many with many;
   * this bounds them, so that hostile input with a thousand failures costs little more than one with ten.
   */
  mayExplain(steps: number): boolean;
}

/** Enough to explain every failure of ordinary scenarios on ordinary traces; a quarter of a second at worst. */
const EXPLANATION_STEPS = 1_000_000;
/** Comparing two names by their letters costs about as much as asking this many spans about one clause. */
const COMPARISON_STEPS = 50;

export function createSubject(trace: Trace): Subject {
  const names = once(() => distinctNames(trace.spans));
  const ownNames = once(() => distinctNames(trace.own));
  const own = once(() => new Set(trace.own));
  const spansByName = once(() => trace.spans.toSorted((a, b) => compareNames(a.name, b.name)));
  const byId = once(() => spansById(trace));
  const causality = once(() => createCausality(trace));
  const selected = new Map<string, readonly Span[]>();
  const similar = new Map<string, string | undefined>();
  let explanationSteps = EXPLANATION_STEPS;

  const mayExplain = (steps: number) => {
    explanationSteps -= steps;
    return explanationSteps >= 0;
  };
  const namesBeside = (name: string) => (isOwnName(name) ? ownNames() : names());
  const select = (name: string): readonly Span[] => {
    if (!isGlob(name)) return trace.named(name);
    const matches = compileName(name);
    // A spoofed `spanwright.` name of the tested system is dropped here: look-ups by it lead to own spans.
    return namesBeside(name)
      .filter((each) => matches(each) && isOwnName(each) === isOwnName(name))
      .flatMap((each) => trace.named(each))
      .sort(compareSpans);
  };

  return {
    trace,
    empty: trace.spans.length === 0,
    select(name) {
      const found = selected.get(name) ?? select(name);
      selected.set(name, found);
      return found;
    },
    matcher(name) {
      const matches = compileName(name);
      const wantsOwn = isOwnName(name);
      return (span) => own().has(span) === wantsOwn && matches(span.name);
    },
    parentOf(span) {
      const parent = trace.parentOf(span);
      return parent === span ? undefined : parent;
    },
    namesBeside,
    spansByName,
    similarName(name) {
      const names = namesBeside(name);
      if (!similar.has(name) && mayExplain(names.length * COMPARISON_STEPS))
        similar.set(name, nearest(name, names));
      return similar.get(name);
    },
    linked: (link) => byId().get(idOf(link)),
    causality,
    clockOf: createClocks(),
    mayExplain,
  };
}

function compareNames(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** As for parents, own spans come before those of the tested system, and of several the first in order counts. */
function spansById(trace: Trace): ReadonlyMap<string, Span> {
  const found = new Map<string, Span>();
  for (const span of trace.own) if (!found.has(idOf(span))) found.set(idOf(span), span);
  for (const span of trace.spans) if (!found.has(idOf(span))) found.set(idOf(span), span);
  return found;
}

function idOf(span: { readonly traceId: string; readonly spanId: string }): string {
  return `${span.traceId}/${span.spanId}`;
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
