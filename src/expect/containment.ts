import type { Span } from '../trace/index.ts';
import { compareNs, isTimed, type TimedSpan } from './time.ts';

/** Where spans may lie inside. */
export interface Containment {
  readonly timed: readonly TimedSpan[];
  isInside(span: Span): boolean;
}

/**
 * Answers for any span whether it lies inside one of `outers` other than itself, in logarithmic time: among the outers
 * that start no later, only the two that end last matter, the second in case the first is the span itself.
 */
export function containmentIn(outers: readonly Span[], toleranceNs: bigint): Containment {
  const timed = outers.filter(isTimed);
  const sorted = timed.toSorted((a, b) => compareNs(a.startNs, b.startNs));
  const latest: TimedSpan[] = [];
  const second: (TimedSpan | undefined)[] = [];
  for (const [at, outer] of sorted.entries()) {
    const best = latest[at - 1];
    const isLatest = !best || outer.endNs > best.endNs;
    latest.push(isLatest ? outer : best);
    second.push(isLatest ? best : later(second[at - 1], outer));
  }
  const isInside = (span: Span): boolean => {
    if (!isTimed(span)) return false;
    const at = countUpTo(sorted, span.startNs + toleranceNs) - 1;
    const holder = latest[at] === span ? second[at] : latest[at];
    return holder !== undefined && holder.endNs + toleranceNs >= span.endNs;
  };
  return { timed, isInside };
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
