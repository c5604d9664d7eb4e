import { compareSpans } from '../../trace/index.ts';
import type { Causality } from '../causality.ts';
import type { ClockOf } from '../clock.ts';
import { compareNs, type TimedSpan } from '../time.ts';

/** Spans that may come first and that may come second, in order, and what decides whether one precedes the other. */
export interface Question {
  readonly firsts: readonly TimedSpan[];
  readonly seconds: readonly TimedSpan[];
  readonly causality: Causality;
  readonly clockOf: ClockOf;
  /** Allowed only between different clocks. */
  readonly toleranceNs: bigint;
}

export interface Pair {
  readonly first: TimedSpan;
  readonly second: TimedSpan;
}

/**
 * Spans of one clock must not overlap at all; between two clocks the tolerance is allowed. Whether the spans are related
 * is asked before: neither an ancestor nor a descendant ever precedes, nor does a span itself.
 */
function inTime(first: TimedSpan, second: TimedSpan, { clockOf, toleranceNs }: Question): boolean {
  if (first.endNs <= second.startNs) return true;
  return clockOf(first) !== clockOf(second) && first.endNs <= second.startNs + toleranceNs;
}

/** How `exists` came out: a pair in order, or the unrelated pair that came nearest to it, if there is an unrelated one. */
export type Existence =
  | { readonly kind: 'found'; readonly pair: Pair }
  | { readonly kind: 'none'; readonly nearest: Pair | undefined };

/**
 * Looks for one pair in order, in n log n. In the depth-first numbering, what is unrelated to a span lies wholly before
 * it or wholly after its descendants: two stretches, and in each only the first to end can do, or, if that one is on
 * another clock and just misses, the first to end on yet another clock.
 */
export function findPair(question: Question): Existence {
  const unrelated = unrelatedEnds(question);
  let nearest: Pair | undefined;
  for (const second of question.seconds) {
    const candidates = unrelated(second);
    const first = candidates.find((candidate) => inTime(candidate, second, question));
    if (first) return { kind: 'found', pair: { first, second } };
    if (candidates[0]) nearest = nearerPair(nearest, { first: candidates[0], second });
  }
  return { kind: 'none', nearest };
}

function nearerPair(known: Pair | undefined, pair: Pair): Pair {
  if (!known) return pair;
  const knownGap = known.first.endNs - known.second.startNs;
  const gap = pair.first.endNs - pair.second.startNs;
  return gap < knownGap ? pair : known;
}

/** A first with its place in the depth-first numbering. */
interface Placed {
  readonly span: TimedSpan;
  readonly enter: number;
  readonly leave: number;
}

/** The firsts in the two orders in which those unrelated to a span are a leading stretch, and how long the stretches are. */
interface Unrelated {
  readonly byLeave: readonly Placed[];
  readonly byEnter: readonly Placed[];
  before(second: TimedSpan): number;
  after(second: TimedSpan): number;
}

function unrelatedFirsts({ firsts, causality }: Question): Unrelated {
  const { enter, leave } = causality;
  const placed = firsts.map((span) => ({ span, enter: enter(span), leave: leave(span) }));
  const byLeave = placed.toSorted((a, b) => a.leave - b.leave);
  const byEnter = placed.toSorted((a, b) => b.enter - a.enter);
  return {
    byLeave,
    byEnter,
    before(second) {
      const entered = enter(second);
      return countWhile(byLeave, (first) => first.leave < entered);
    },
    after(second) {
      const left = leave(second);
      return countWhile(byEnter, (first) => first.enter > left);
    },
  };
}

/** For a span: the unrelated firsts worth a look, the earliest to end at the front. */
function unrelatedEnds(question: Question): (second: TimedSpan) => TimedSpan[] {
  const { byLeave, byEnter, before, after } = unrelatedFirsts(question);
  const endsBefore = runningEarliest(byLeave, question.clockOf);
  const endsAfter = runningEarliest(byEnter, question.clockOf);
  return (second) => [...endsBefore(before(second)), ...endsAfter(after(second))].sort(compareEnds);
}

/** For every prefix: the earliest to end, and the earliest to end on another clock than that one. */
function runningEarliest(firsts: readonly Placed[], clockOf: ClockOf): (length: number) => TimedSpan[] {
  const earliest: TimedSpan[] = [];
  const other: (TimedSpan | undefined)[] = [];
  let best: TimedSpan | undefined;
  let beside: TimedSpan | undefined;
  for (const { span } of firsts) {
    if (!best || compareEnds(span, best) < 0) {
      if (best && clockOf(best) !== clockOf(span)) beside = best;
      best = span;
    } else if (clockOf(span) !== clockOf(best) && (!beside || compareEnds(span, beside) < 0)) {
      beside = span;
    }
    earliest.push(best);
    other.push(beside);
  }
  return (length) => [earliest[length - 1] ?? [], other[length - 1] ?? []].flat();
}

function compareEnds(a: TimedSpan, b: TimedSpan): number {
  return compareNs(a.endNs, b.endNs) || compareSpans(a, b);
}

/** Length of the leading stretch for which `holds`; it must not hold again after that. */
function countWhile(firsts: readonly Placed[], holds: (first: Placed) => boolean): number {
  let low = 0;
  let high = firsts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const first = firsts[middle];
    if (first && holds(first)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Looks for a pair that is not in order, for `all`: the earliest second that has one, and with it the latest to end of
 * the firsts it should follow, or a relative. Undefined when every pair is in order. In n log n.
 */
export function findViolation(question: Question): Pair | undefined {
  const isRelated = relatedTest(question);
  const latest = latestEnds(question);
  for (const second of question.seconds) {
    const late = latest(second).find((first) => !inTime(first, second, question));
    const first = late ?? (isRelated(second) ? relativeOf(second, question) : undefined);
    if (first) return { first, second };
  }
  return undefined;
}

/** Whether any first is the span, an ancestor or a descendant: what lies neither before it nor after it. */
function relatedTest(question: Question): (second: TimedSpan) => boolean {
  const { before, after } = unrelatedFirsts(question);
  return (second) => before(second) + after(second) < question.firsts.length;
}

/** A first that is related to `second`: another span if there is one, else the span itself, meant by both names. */
export function relativeOf(second: TimedSpan, { firsts, causality }: Question): TimedSpan | undefined {
  const relatives = firsts.filter((first) => causality.related(first, second));
  return relatives.find((first) => first !== second) ?? relatives[0];
}

/** The firsts among which a late one must be, if there is one: the last to end of all, and of the second's own clock. */
function latestEnds({ firsts, clockOf }: Question): (second: TimedSpan) => TimedSpan[] {
  let latest: TimedSpan | undefined;
  const onClock = new Map<number, TimedSpan>();
  for (const first of firsts) {
    const clock = clockOf(first);
    const known = onClock.get(clock);
    if (!latest || compareEnds(first, latest) > 0) latest = first;
    if (!known || compareEnds(first, known) > 0) onClock.set(clock, first);
  }
  return (second) => [latest ?? [], onClock.get(clockOf(second)) ?? []].flat();
}
