import { isOwnName, type KeyPath, type WindowExpectation } from '../scenario/index.ts';
import type { Span } from '../trace/index.ts';
import { absence, absentNames } from './absence.ts';
import { asksNothing, type Claim, type Evaluator, type Judgement } from './claim.ts';
import { type Containment, containmentIn } from './containment.ts';
import type { Subject } from './subject.ts';
import { DEFAULT_TOLERANCE_MS, inMs, isTimed, type TimedSpan, toNs } from './time.ts';
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
  const toleranceNs = toNs(tolerance);
  return contains.map((inner, index) => {
    const window = { outer, inner, toleranceNs };
    return {
      rule,
      path: [...path, 'contains', index],
      expected: `every ${quote(inner)} within the time of some ${quote(outer)}`,
      needsSpans: !(isOwnName(outer) && isOwnName(inner)),
      judge: (subject) => judge(window, subject, () => containmentIn(subject.select(outer), toleranceNs)),
      together: {
        judge: (subject, shared) => judge(window, subject, () => shared.containmentIn(outer, toleranceNs)),
      },
    };
  });
}

interface Window {
  readonly outer: string;
  readonly inner: string;
  /** Allowed at either end. */
  readonly toleranceNs: bigint;
}

function judge(window: Window, subject: Subject, containment: () => Containment): Judgement {
  const { outer, inner } = window;
  const outers = subject.select(outer);
  const inners = subject.select(inner);
  const absent = absentNames([outer, inner], subject);
  const failed = { outcome: 'failed', final: false } as const;
  if (absent.length > 0) return { ...failed, ...absence(absent, subject), proof: [...outers, ...inners] };
  const { timed, isInside } = containment();
  const outside = inners.filter((span) => !isInside(span));
  const [first] = outside;
  if (!first) {
    const message = `${counted(inners.length, `span ${quote(inner)}`)}, each inside`;
    return { outcome: 'passed', final: false, message, actual: 'inside', proof: inners };
  }
  const actual = describeOutside(first, timed, window);
  return {
    ...failed,
    message: `${outside.length} of ${inners.length} not inside: ${quote(first.name)} ${actual}`,
    actual,
    proof: outside,
  };
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
