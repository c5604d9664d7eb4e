import type { Bound } from '../../scenario/index.ts';
import { type Relation, relationOf } from './relation.ts';

/** The numbers from `least` to `most`, both included; none when they are the wrong way round. */
export interface Interval {
  readonly least: number;
  readonly most: number;
}

/** Every bound that is given must hold, `eq` too. A bound of nothing is the interval of all numbers from 0. */
export function intervalOf({ gte = 0, lte = Infinity, eq }: Bound): Interval {
  return { least: Math.max(gte, eq ?? 0), most: Math.min(lte, eq ?? Infinity) };
}

export function isUnbounded({ gte, lte, eq }: Bound): boolean {
  return gte === undefined && lte === undefined && eq === undefined;
}

export function isEmpty({ least, most }: Interval): boolean {
  return least > most;
}

export function isWithin(inner: Interval, outer: Interval): boolean {
  return isEmpty(inner) || (outer.least <= inner.least && inner.most <= outer.most);
}

export function relateIntervals(old: Interval, now: Interval): Relation {
  return relationOf(isWithin(now, old), isWithin(old, now));
}

/** `>= 1`, `<= 5`, `= 2`, `1 to 5`; `show` writes one limit. */
export function intervalText(interval: Interval, show: (limit: number) => string = String): string {
  const { least, most } = interval;
  if (isEmpty(interval)) return `none (>= ${show(least)} and <= ${show(most)})`;
  if (least === most) return `= ${show(least)}`;
  if (most === Infinity) return `>= ${show(least)}`;
  return least === 0 ? `<= ${show(most)}` : `${show(least)} to ${show(most)}`;
}
