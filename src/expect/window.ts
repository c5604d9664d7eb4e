import { isOwnName, type KeyPath, type WindowExpectation } from '../scenario/index.ts';
import type { Span } from '../trace/index.ts';
import { absence, absentNames } from './absence.ts';
import { asksNothing, type Claim, type Evaluator, type Judgement } from './claim.ts';
import type { Subject } from './subject.ts';
import { compareNs, DEFAULT_TOLERANCE_MS, inMs, isTimed, type TimedSpan, toNs } from './time.ts';
import { counted, quote } from './words.ts';

/**
 * `[[expect.window]]`: every span of each name in `contains` lies, bounds included, inside some other span `outer`,
 * within a tolerance for clocks that step (see {@link DEFAULT_TOLERANCE_MS}).
 * Only times are compared: neither kinship nor the trace id matters, which is what the graph is for.
 */
export const windowClaims: Evaluator<readonly WindowExpectation[]> = (expectations, path) =>
  expectations.length === 0
    ? [asksNothing('expect.window', path, 'the list is empty')]
    : expectations.flatMap((expectation, index) => claimsOf(expectation, [...path, index]));

function claimsOf(expectation: WindowExpectation, path: KeyPath): Claim[] {
  const { outer, contains, tolerance = DEFAULT_TOLERANCE_MS } = expectation;
  const rule = `expect.window[${outer}]`;
  if (contains.length === 0) return [asksNothing(rule, path, '"contains" is empty')];
  return contains.map((inner, index) => ({
    rule,
    path: [...path, 'contains', index],
    expected: `every ${quote(inner)} within the time of some ${quote(outer)}`,
    needsSpans: !(isOwnName(outer) && isOwnName(inner)),
    judge: (subject) => judge({ outer, inner, toleranceNs: toNs(tolerance) }, subject),
  }));
}

interface Window {
  readonly outer: string;
  readonly inner: string;
  /** Allowed at either end. */
  readonly toleranceNs: bigint;
}

function judge({ outer, inner, toleranceNs }: Window, subject: Subject): Judgement {
  const outers = subject.select(outer);
  const inners = subject.select(inner);
  const absent = absentNames([outer, inner], subject);
  const failed = { outcome: 'failed', final: false } as const;
  if (absent.length > 0) return { ...failed, ...absence(absent, subject), proof: [...outers, ...inners] };
  const timed = outers.filter(isTimed);
  const isInside = containment(timed, toleranceNs);
  const outside = inners.filter((span) => !isInside(span));
  const [first] = outside;
  if (!first) {
    const message = `${counted(inners.length, `span ${quote(inner)}`)}, each inside`;
    return { outcome: 'passed', final: false, message, actual: 'inside', proof: inners };
  }
  const actual = describeOutside(first, timed, { outer, inner, toleranceNs });
  return {
    ...failed,
    message: `${outside.length} of ${inners.length} not inside: ${quote(first.name)} ${actual}`,
    actual,
    proof: outside,
  };
}

/**
 * Answers for any span whether it lies inside one of `outers` other than itself, in logarithmic time: among the outers
 * that start no later, only the two that end last matter, the second in case the first is the span itself.
 */
function containment(outers: readonly TimedSpan[], toleranceNs: bigint): (span: Span) => boolean {
  const sorted = [...outers].sort((a, b) => compareNs(a.startNs, b.startNs));
  const latest: TimedSpan[] = [];
  const second: (TimedSpan | undefined)[] = [];
  for (const [at, outer] of sorted.entries()) {
    const best = latest[at - 1];
    const isLatest = !best || outer.endNs > best.endNs;
    latest.push(isLatest ? outer : best);
    second.push(isLatest ? best : later(second[at - 1], outer));
  }
  return (span) => {
    if (!isTimed(span)) return false;
    const at = countUpTo(sorted, span.startNs + toleranceNs) - 1;
    const holder = latest[at] === span ? second[at] : latest[at];
    return holder !== undefined && holder.endNs + toleranceNs >= span.endNs;
  };
}

function later(a: TimedSpan | undefined, b: TimedSpan): TimedSpan {
  return a && a.endNs >= b.endNs ? a : b;
}

/** How many of the sorted spans start no later than `startNs`. */
function countUpTo(sorted: readonly TimedSpan[], startNs: bigint): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle]?.startNs ?? startNs) <= startNs) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** By how much a span misses the outer span it comes nearest to being inside. */
function describeOutside(span: Span, outers: readonly TimedSpan[], { outer, toleranceNs }: Window): string {
  if (!isTimed(span)) return 'has no start and end time to compare';
  let best: { readonly early: bigint; readonly late: bigint } | undefined;
  for (const candidate of outers) {
    if (candidate === span) continue;
    const early = overhang(candidate.startNs - span.startNs);
    const late = overhang(span.endNs - candidate.endNs);
    if (
      !best ||
      early + late < best.early + best.late ||
      (early + late === best.early + best.late && early < best.early)
    )
      best = { early, late };
  }
  if (!best) return `has no other span ${quote(outer)} with times to be inside of`;
  const parts = [
    best.early > toleranceNs ? [`starts ${inMs(best.early)} before`] : [],
    best.late > toleranceNs ? [`ends ${inMs(best.late)} after`] : [],
  ].flat();
  return `${parts.join(' and ')} the nearest ${quote(outer)}`;
}

function overhang(ns: bigint): bigint {
  return ns > 0n ? ns : 0n;
}
