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
  readonly toleranceNs: bigint;
}

export interface Pair {
  readonly first: TimedSpan;
  readonly second: TimedSpan;
}

/**
 * The first ends before the second begins, or overlaps it by no more than the tolerance. On one clock it must then also
 * have begun no later. Without a tolerance on one clock, work that was strictly sequential is refused: OpenTelemetry's
 * Node SDK rounds every start down to the millisecond and measures the duration exactly (sdk-trace `Span`). Whether the
 * spans are related is asked before: neither an ancestor nor a descendant ever precedes, nor does a span itself.
 */
function inTime(first: TimedSpan, second: TimedSpan, { clockOf, toleranceNs }: Question): boolean {
  if (first.endNs <= second.startNs) return true;
  if (first.endNs > second.startNs + toleranceNs) return false;
  return first.startNs <= second.startNs || clockOf(first) !== clockOf(second);
}

/** How `exists` came out: a pair in order, or the unrelated pair that came nearest to it, if there is an unrelated one. */
export type Existence =
  | { readonly kind: 'found'; readonly pair: Pair }
  | { readonly kind: 'none'; readonly nearest: Pair | undefined };

/** Looks for one pair in order, in n log n: of the earliest second that has one, and with it the first to end that precedes it. */
export function findPair(question: Question): Existence {
  const pair = earliestPair(question);
  return pair ? { kind: 'found', pair } : searchPair(question);
}

/** The same pair, if the earliest second of all has one: most often it has, and one look at each first is all it takes. */
function earliestPair(question: Question): Pair | undefined {
  const { firsts, seconds, causality } = question;
  let [second] = seconds;
  for (const each of seconds) if (second && compareStarts(each, second) < 0) second = each;
  if (!second) return undefined;
  let first: TimedSpan | undefined;
  for (const each of firsts) {
    const isEarlier = !first || compareEnds(each, first) < 0;
    if (isEarlier && inTime(each, second, question) && !causality.related(each, second)) first = each;
  }
  return first && { first, second };
}

/**
 * In the depth-first numbering, what is unrelated to a span lies wholly before it or wholly after its descendants: two
 * stretches. In each, three can do: the first to end; if that one is on the same clock and just misses, the first to end on
 * another; and the first to end of those that begin no later.
 */
function searchPair(question: Question): Existence {
  const unrelated = unrelatedFirsts(question);
  const ends = unrelatedEnds(unrelated, question.clockOf);
  const begun = unrelatedBegun(unrelated);
  let nearest: Pair | undefined;
  for (const second of question.seconds.toSorted(compareStarts)) {
    const candidates = [...ends(second), ...begun(second)].sort(compareEnds);
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

type Candidates = (second: TimedSpan) => TimedSpan[];

/** For a span: of the unrelated firsts, the earliest to end and the earliest on another clock than that. */
function unrelatedEnds({ byLeave, byEnter, before, after }: Unrelated, clockOf: ClockOf): Candidates {
  const endsBefore = runningEarliest(byLeave, clockOf);
  const endsAfter = runningEarliest(byEnter, clockOf);
  return (second) => [...endsBefore(before(second)), ...endsAfter(after(second))];
}

/**
 * For a span: of the unrelated firsts that begin no later, the earliest to end. The spans must be asked for in the order
 * of their starts, for firsts are taken up as time goes on.
 */
function unrelatedBegun({ byLeave, byEnter, before, after }: Unrelated): Candidates {
  const waiting = byLeave.map(({ span }) => span).sort(compareStarts);
  const sides = [byLeave, byEnter].map((placed) => ({
    ranks: new Map(placed.map(({ span }, rank) => [span, rank])),
    earliest: new PrefixEarliest(placed.length),
  }));
  let taken = 0;
  return (second) => {
    for (let next = waiting[taken]; next && next.startNs <= second.startNs; next = waiting[++taken]) {
      for (const { ranks, earliest } of sides) earliest.add(ranks.get(next) ?? 0, next);
    }
    const [left, right] = sides;
    return [left?.earliest.of(before(second)) ?? [], right?.earliest.of(after(second)) ?? []].flat();
  };
}

/** The earliest to end among the first so many ranks, while spans are added: a binary indexed tree of minima. */
class PrefixEarliest {
  readonly #tree: (TimedSpan | undefined)[];

  constructor(size: number) {
    this.#tree = Array.from({ length: size + 1 }, () => undefined);
  }

  add(rank: number, span: TimedSpan): void {
    for (let at = rank + 1; at < this.#tree.length; at += at & -at) {
      const known = this.#tree[at];
      if (!known || compareEnds(span, known) < 0) this.#tree[at] = span;
    }
  }

  of(length: number): TimedSpan | undefined {
    let earliest: TimedSpan | undefined;
    for (let at = length; at > 0; at -= at & -at) {
      const span = this.#tree[at];
      if (span && (!earliest || compareEnds(span, earliest) < 0)) earliest = span;
    }
    return earliest;
  }
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

function compareStarts(a: TimedSpan, b: TimedSpan): number {
  return compareNs(a.startNs, b.startNs) || compareSpans(a, b);
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

/** The firsts among which a late one must be: the last to end of all, and the last to end and to begin on its own clock. */
function latestEnds({ firsts, clockOf }: Question): Candidates {
  const latest = latestBy(firsts, () => 0, compareEnds);
  const endOnClock = latestBy(firsts, clockOf, compareEnds);
  const startOnClock = latestBy(firsts, clockOf, compareStarts);
  return (second) => {
    const clock = clockOf(second);
    return [latest.get(0) ?? [], endOnClock.get(clock) ?? [], startOnClock.get(clock) ?? []].flat();
  };
}

function latestBy(
  spans: readonly TimedSpan[],
  keyOf: (span: TimedSpan) => number,
  compare: (a: TimedSpan, b: TimedSpan) => number,
): Map<number, TimedSpan> {
  const latest = new Map<number, TimedSpan>();
  for (const span of spans) {
    const known = latest.get(keyOf(span));
    if (!known || compare(span, known) > 0) latest.set(keyOf(span), span);
  }
  return latest;
}
