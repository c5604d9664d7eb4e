import type { ValueTest } from '../../scenario/index.ts';
import { type Relation, relationOf } from './relation.ts';
import { implies } from './value-test.ts';

/** Tests of several keys, all of which must hold. */
export type Tests = Readonly<Record<string, ValueTest>>;

/** Comparing many alternatives with many is given up; they then count as incomparable. */
const MAX_COMPARISONS = 4_096;

/** Of lists of which at least one member must hold; an empty list holds for nothing. */
export function relateAlternatives(old: readonly Tests[], now: readonly Tests[]): Relation {
  if (old.length * now.length > MAX_COMPARISONS) return 'incomparable';
  return relationOf(isCovered(now, old), isCovered(old, now));
}

function isCovered(inner: readonly Tests[], outer: readonly Tests[]): boolean {
  return inner.every((each) => outer.some((other) => impliesAll(each, other)));
}

function impliesAll(a: Tests, b: Tests): boolean {
  return Object.entries(b).every(([key, wanted]) => {
    const known = Object.hasOwn(a, key) ? a[key] : undefined;
    return known !== undefined && implies(known, wanted);
  });
}
