import { compileName, isGlob, isOwnName } from '../../scenario/index.ts';
import type { Span } from '../../trace/index.ts';
import { MAX_PROOF } from '../finding.ts';
import type { Subject } from '../subject.ts';
import type { Clause } from './clause.ts';

/** What an expectation looks for among the spans of the tested system. */
export interface Sought {
  /** A name or glob; not one of Spanwright's own. */
  readonly name: string;
  readonly clauses: readonly Clause[];
  /** After so many it is known well enough; undefined where all are to be counted. */
  readonly limit: number | undefined;
}

/** What was found of it. */
export interface Tally {
  /** How many satisfy every clause: no more than the limit. */
  readonly matching: number;
  /** The first {@link MAX_PROOF} of them. */
  readonly first: readonly Span[];
}

interface Count {
  readonly sought: Sought;
  readonly first: Span[];
  matching: number;
}

const NOTHING: readonly Count[] = [];

/**
 * Counts for many expectations in one pass over the trace. Its spans lie in memory in the order in which they came, so that
 * going through them name by name, once for each expectation, waits for memory most of the time: in a trace of a million
 * spans ten times as long.
 */
export function tallyAll(all: readonly Sought[], subject: Subject): ReadonlyMap<Sought, Tally> {
  const counts = new Map(all.map((sought): [Sought, Count] => [sought, { sought, first: [], matching: 0 }]));
  if (counts.size === 0) return counts;
  const countsFor = byName([...counts.values()]);
  for (const span of subject.trace.spans) tallySpan(span, countsFor(span.name), subject);
  return counts;
}

function tallySpan(span: Span, counts: readonly Count[], subject: Subject): void {
  for (const count of counts) {
    const { clauses, limit } = count.sought;
    if (count.matching === limit || !satisfies(span, clauses, subject)) continue;
    count.matching += 1;
    if (count.first.length < MAX_PROOF) count.first.push(span);
  }
}

export function satisfies(span: Span, clauses: readonly Clause[], subject: Subject): boolean {
  for (const clause of clauses) if (!clause.holds(span, subject)) return false;
  return true;
}

/** Which of them a span of a name counts for: looked for once for each name that occurs. */
function byName(counts: readonly Count[]): (name: string) => readonly Count[] {
  const exact = Map.groupBy(counts, ({ sought }) => sought.name);
  const globs = counts
    .filter(({ sought }) => isGlob(sought.name))
    .map((count) => ({ count, matches: compileName(count.sought.name) }));
  const known = new Map<string, readonly Count[]>();
  return (name) => {
    const found = known.get(name);
    if (found) return found;
    const others = globs.filter(({ count, matches }) => count.sought.name !== name && matches(name));
    const all = [...(exact.get(name) ?? []), ...others.map(({ count }) => count)];
    const kept = isOwnName(name) || all.length === 0 ? NOTHING : all;
    known.set(name, kept);
    return kept;
  };
}
