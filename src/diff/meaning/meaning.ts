import type { ValueTest } from '../../scenario/index.ts';
import { relateAlternatives, type Tests } from './alternatives.ts';
import { type Interval, relateIntervals } from './interval.ts';
import { containsHost, containsName, type Widening } from './names.ts';
import { both, flipped, type Relation, relationOf } from './relation.ts';
import { relateTests } from './value-test.ts';

/** What one leaf of an expectation tree claims, in a form that two of the same kind can be compared in. Plain data. */
export type Meaning =
  /** A number must lie in the interval. */
  | { readonly kind: 'interval'; readonly interval: Interval }
  /** Something must be one of these. */
  | { readonly kind: 'oneOf'; readonly items: readonly string[] }
  /** A value must pass, or must not pass when `negated`. */
  | { readonly kind: 'test'; readonly test: ValueTest; readonly negated: boolean }
  /** At least one of these tables of tests must hold. */
  | { readonly kind: 'alternatives'; readonly tables: readonly Tests[] }
  | Names
  /** A host that counts as inside. */
  | { readonly kind: 'host'; readonly glob: string }
  /** Only how something is called or listed; it changes nothing that is judged. */
  | { readonly kind: 'label' }
  /** Content that cannot be compared beyond being the same. */
  | { readonly kind: 'opaque' };

/** Names or globs of spans, and what a wider one does to the claim, by position. */
interface Names {
  readonly kind: 'names';
  readonly names: readonly string[];
  readonly widening: readonly Widening[];
  /** What times may be apart by, in milliseconds, where that belongs to the claim. */
  readonly toleranceMs?: number;
}

/** What replacing one claim by another means, everything else being equal. Claims of different kinds are incomparable. */
export function relate(old: Meaning, now: Meaning): Relation {
  switch (old.kind) {
    case 'interval':
      return now.kind === old.kind ? relateIntervals(old.interval, now.interval) : 'incomparable';
    case 'oneOf':
      return now.kind === old.kind ? relateSets(old.items, now.items) : 'incomparable';
    case 'test':
      if (now.kind !== old.kind || now.negated !== old.negated) return 'incomparable';
      return old.negated ? flipped(relateTests(old.test, now.test)) : relateTests(old.test, now.test);
    case 'alternatives':
      return now.kind === old.kind ? relateAlternatives(old.tables, now.tables) : 'incomparable';
    case 'names':
      return now.kind === old.kind ? relateNames(old, now) : 'incomparable';
    case 'host':
      // An inside host is an exception to a claim: a wider one asks for less.
      return now.kind === old.kind
        ? relationOf(containsHost(old.glob, now.glob), containsHost(now.glob, old.glob))
        : 'incomparable';
    case 'label':
      return now.kind === old.kind ? 'equal' : 'incomparable';
    case 'opaque':
      return 'incomparable';
    default:
      return old satisfies never;
  }
}

function relateSets(old: readonly string[], now: readonly string[]): Relation {
  const before = new Set(old);
  const after = new Set(now);
  return relationOf(after.isSubsetOf(before), before.isSubsetOf(after));
}

function relateNames(old: Names, now: Names): Relation {
  if (old.names.length !== now.names.length) return 'incomparable';
  const tolerance = relationOf(
    (now.toleranceMs ?? 0) <= (old.toleranceMs ?? 0),
    (old.toleranceMs ?? 0) <= (now.toleranceMs ?? 0),
  );
  return old.names.reduce<Relation>((relation, name, at) => {
    const other = now.names[at] ?? name;
    return both(relation, relateName(name, other, wideningAt(old, now, at)));
  }, tolerance);
}

/** Where the two sides disagree about what a wider name does, nothing is certain. */
function wideningAt(old: Names, now: Names, at: number): Widening {
  const widening = old.widening[at] ?? 'unclear';
  return widening === now.widening[at] ? widening : 'unclear';
}

function relateName(old: string, now: string, widening: Widening): Relation {
  if (old === now) return 'equal';
  const relation = relationOf(containsName(old, now), containsName(now, old));
  if (widening === 'unclear') return relation === 'equal' ? 'equal' : 'incomparable';
  return widening === 'looser' ? relation : flipped(relation);
}
