import { isOwnName } from '../../scenario/index.ts';
import { refOf, type Span } from '../../trace/index.ts';
import type { Edit } from '../edit.ts';
import type { NearestSpan } from '../finding.ts';
import type { Subject } from '../subject.ts';
import { quote } from '../words.ts';
import type { Clause } from './clause.ts';
import { nameEdit } from './plain-clauses.ts';

/** The span that came nearest to an expectation, and the clauses that keep it from satisfying it. */
export interface NearMiss {
  readonly span: Span;
  /** Set when not even the name is right. */
  readonly wrongName: string | undefined;
  readonly broken: readonly Clause[];
}

/** Of spans in order, the first that satisfies most clauses; simply the first when time for advice is spent. */
export function nearestAmong(
  spans: readonly Span[],
  clauses: readonly Clause[],
  subject: Subject,
): NearMiss | undefined {
  const best = subject.mayExplain(costOf(spans, clauses)) ? bestOf(spans, clauses, subject) : spans[0];
  return best && { span: best, wrongName: undefined, broken: brokenBy(best, clauses, subject) };
}

/**
 * For a name that no span has: the span of the most similar name, or failing that the one that satisfies most clauses,
 * if it satisfies any. A span that should be there and is not is best understood beside what came in its place.
 */
export function nearestByName(
  name: string,
  clauses: readonly Clause[],
  subject: Subject,
): NearMiss | undefined {
  const similar = subject.similarName(name);
  const byName = similar && nearestAmong(subject.trace.named(similar), clauses, subject);
  if (byName) return { ...byName, wrongName: name };
  if (isOwnName(name) || clauses.length === 0) return undefined;
  if (!subject.mayExplain(costOf(subject.trace.spans, clauses))) return undefined;
  // By name, so that among equals the same one is told every time: starts often tie, and ids are random.
  const best = bestOf(subject.spansByName(), clauses, subject);
  const broken = best ? brokenBy(best, clauses, subject) : [];
  return best && broken.length < clauses.length ? { span: best, wrongName: name, broken } : undefined;
}

function costOf(spans: readonly Span[], clauses: readonly Clause[]): number {
  return spans.length * (clauses.length + 1);
}

function bestOf(spans: readonly Span[], clauses: readonly Clause[], subject: Subject): Span | undefined {
  let best: Span | undefined;
  let bestScore = -1;
  for (const span of spans) {
    let score = 0;
    for (const clause of clauses) if (clause.holds(span, subject)) score++;
    if (score <= bestScore) continue;
    best = span;
    bestScore = score;
  }
  return best;
}

function brokenBy(span: Span, clauses: readonly Clause[], subject: Subject): Clause[] {
  return clauses.filter((clause) => !clause.holds(span, subject));
}

/** A near miss as it stands in a finding. */
export function describeMiss(miss: NearMiss, subject: Subject): NearestSpan {
  const name =
    miss.wrongName === undefined
      ? []
      : [`name: expected ${quote(miss.wrongName)}, has ${quote(miss.span.name)}`];
  const rest = miss.broken.map(
    (clause) => `${clause.label}: expected ${clause.expected}, has ${clause.actual(miss.span, subject)}`,
  );
  return { span: refOf(miss.span), differences: [...name, ...rest] };
}

/** What to change so that the near miss satisfies the expectation. */
export function missEdits(miss: NearMiss, subject: Subject): (Edit | undefined)[] {
  const name = miss.wrongName === undefined ? [] : [nameEdit(['name'], miss.span, subject)];
  return [...name, ...miss.broken.map((clause) => clause.edit(miss.span, subject))];
}
