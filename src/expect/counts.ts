import type { Bound, CountsExpectation, KeyPath } from '../scenario/index.ts';
import type { Span } from '../trace/index.ts';
import { absence } from './absence.ts';
import { boundEdit, boundHolds, describeBound, isFinalCount, isUnbounded } from './bound.ts';
import { asksNothing, type Claim, type Evaluator, type Judgement } from './claim.ts';
import { dottedKey, listed, quote } from './literal.ts';
import { isOwnName } from './names.ts';
import { describeStatus } from './span/plain-clauses.ts';
import { isError } from './status-of.ts';
import type { Subject } from './subject.ts';

/** What one count counts. */
interface Tally {
  readonly count: number;
  /** The spans that were counted, or that carry what was counted. */
  readonly spans: readonly Span[];
  /** More that helps to understand the number, after a semicolon. */
  readonly note?: string;
}

/** `[expect.counts]`: spans, span events and error spans in all, and spans by exact name. Own spans only by name. */
export const countsClaims: Evaluator<CountsExpectation> = (expectation, path) => {
  const { spans_total, events_total, errors_total, by_name } = expectation;
  const claims: Claim[] = [];
  if (spans_total) claims.push(countClaim('spans_total', 'spans', spans_total, path, countSpans));
  if (events_total) claims.push(countClaim('events_total', 'span events', events_total, path, countEvents));
  if (errors_total) claims.push(countClaim('errors_total', 'error spans', errors_total, path, countErrors));
  if (by_name) claims.push(...byNameClaims(by_name, path));
  return claims.length > 0 ? claims : [asksNothing('expect.counts', path, 'the table is empty')];
};

type Key = 'spans_total' | 'events_total' | 'errors_total';

function countClaim(
  key: Key,
  noun: string,
  bound: Bound,
  path: KeyPath,
  tally: (subject: Subject) => Tally,
): Claim {
  return boundClaim({
    rule: `expect.counts.${key}`,
    path: [...path, key],
    noun,
    bound,
    needsSpans: true,
    tally,
  });
}

function byNameClaims(bounds: Readonly<Record<string, Bound>>, path: KeyPath): Claim[] {
  const names = Object.keys(bounds);
  if (names.length === 0)
    return [asksNothing('expect.counts.by_name', [...path, 'by_name'], 'the table is empty')];
  return Object.entries(bounds).map(([name, bound]) =>
    boundClaim({
      rule: `expect.counts.by_name[${name}]`,
      path: [...path, 'by_name', name],
      noun: `spans ${quote(name)}`,
      bound,
      needsSpans: !isOwnName(name),
      tally: (subject) => countNamed(name, subject),
    }),
  );
}

interface BoundClaim {
  readonly rule: string;
  readonly path: KeyPath;
  readonly noun: string;
  readonly bound: Bound;
  readonly needsSpans: boolean;
  readonly tally: (subject: Subject) => Tally;
}

function boundClaim({ rule, path, noun, bound, needsSpans, tally }: BoundClaim): Claim {
  if (isUnbounded(bound)) return asksNothing(rule, path, 'no bound is given');
  const expected = `${noun}: ${describeBound(bound)}`;
  return { rule, path, expected, needsSpans, judge: (subject) => judge(bound, path, tally(subject)) };
}

/** clnrm-format section f: a run that reports more than it did. */
const TOO_FEW = 'reporting more work than was done: spans that the work would have sent are missing';

function judge(bound: Bound, path: KeyPath, { count, spans, note }: Tally): Judgement {
  const final = isFinalCount(bound, count);
  const actual = String(count);
  if (boundHolds(bound, count))
    return { outcome: 'passed', final, message: `${count} counted`, actual, proof: spans };
  const key = dottedKey(path.slice(path.lastIndexOf('counts') + 1));
  return {
    outcome: 'failed',
    final,
    message: `${count} counted, ${describeBound(bound)} expected${note === undefined ? '' : `; ${note}`}`,
    actual,
    proof: spans,
    // To claim that there is none of a name is to claim something else.
    edit: count === 0 ? undefined : boundEdit(key, bound, count),
    cheat: key === 'spans_total' && count < (bound.gte ?? bound.eq ?? 0) ? TOO_FEW : undefined,
  };
}

function countSpans({ trace }: Subject): Tally {
  return { count: trace.spans.length, spans: trace.spans };
}

function countEvents({ trace }: Subject): Tally {
  let count = 0;
  const spans: Span[] = [];
  for (const span of trace.spans) {
    if (span.events.length === 0) continue;
    count += span.events.length;
    spans.push(span);
  }
  return { count, spans };
}

function countErrors({ trace }: Subject): Tally {
  const spans = trace.spans.filter(isError);
  const note = spans.length === 0 ? 'no span has an error' : listed(errorTexts(spans));
  return { count: spans.length, spans, note };
}

/** Distinct names with what went wrong, in order of text. */
function errorTexts(spans: readonly Span[]): string[] {
  return [...new Set(spans.map((span) => `${quote(span.name)}: ${describeStatus(span)}`))].sort();
}

function countNamed(name: string, subject: Subject): Tally {
  const spans = subject.trace.named(name);
  return {
    count: spans.length,
    spans,
    ...(spans.length === 0 ? { note: absence([name], subject).message } : {}),
  };
}
