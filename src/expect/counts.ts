import { type Bound, type CountsExpectation, isOwnName, type KeyPath } from '../scenario/index.ts';
import type { Span } from '../trace/index.ts';
import { absence } from './absence.ts';
import { boundEdit, boundHolds, describeBound, isFinalCount, isUnbounded } from './bound.ts';
import { asksNothing, type Claim, type Evaluator, type Judgement } from './claim.ts';
import { dottedKey } from './edit.ts';
import { describeStatus, isError } from './status-of.ts';
import type { Subject } from './subject.ts';
import { listed, quote } from './words.ts';

/** What was counted. */
interface Tally {
  readonly count: number;
  /** The spans that were counted, or that carry what was counted. */
  readonly spans: readonly Span[];
  /** More that helps to understand the number. */
  readonly note?: string;
}

/** One thing to count, and what its number must be. */
interface Counting {
  /** Below `expect.counts`. */
  readonly keys: readonly string[];
  readonly rule: string;
  readonly noun: string;
  readonly bound: Bound;
  readonly needsSpans: boolean;
  readonly tally: (subject: Subject) => Tally;
  /** What too few of them look like. */
  readonly cheat?: string;
}

/** clnrm-format section f: a run that reports more than it did. */
const TOO_FEW = 'reporting more work than was done: spans that the work would have sent are missing';

const totals = [
  { key: 'spans_total', noun: 'spans', tally: countSpans, cheat: TOO_FEW },
  { key: 'events_total', noun: 'span events', tally: countEvents },
  { key: 'errors_total', noun: 'error spans', tally: countErrors },
] as const;

/** `[expect.counts]`: spans, span events and error spans in all, and spans by exact name. Own spans only by name. */
export const countsClaims: Evaluator<CountsExpectation> = (expectation, path) => {
  const claims: Claim[] = [];
  for (const { key, ...total } of totals) {
    const bound = expectation[key];
    const rule = `expect.counts.${key}`;
    if (bound) claims.push(countClaim({ ...total, keys: [key], rule, bound, needsSpans: true }, path));
  }
  if (expectation.by_name) claims.push(...byNameClaims(expectation.by_name, path));
  return claims.length > 0 ? claims : [asksNothing('expect.counts', path, 'the table is empty')];
};

function byNameClaims(bounds: Readonly<Record<string, Bound>>, path: KeyPath): Claim[] {
  const rule = 'expect.counts.by_name';
  const entries = Object.entries(bounds);
  if (entries.length === 0) return [asksNothing(rule, [...path, 'by_name'], 'the table is empty')];
  return entries.map(([name, bound]) => {
    const counting = {
      keys: ['by_name', name],
      rule: `${rule}[${name}]`,
      noun: `spans ${quote(name)}`,
      bound,
      needsSpans: !isOwnName(name),
      tally: (subject: Subject) => countNamed(name, subject),
    };
    return countClaim(counting, path);
  });
}

function countClaim(counting: Counting, counts: KeyPath): Claim {
  const { keys, rule, noun, bound, needsSpans } = counting;
  const path = [...counts, ...keys];
  if (isUnbounded(bound)) return asksNothing(rule, path, 'no bound is given');
  const expected = `${noun}: ${describeBound(bound)}`;
  const { tally } = counting;
  return {
    rule,
    path,
    expected,
    needsSpans,
    parts: {
      kind: 'sum',
      count: (subject) => tally(subject).count,
      judge: (count) => judge(counting, { count, spans: [] }),
    },
    judge: (subject) => judge(counting, tally(subject)),
  };
}

function judge({ keys, bound, cheat }: Counting, { count, spans, note }: Tally): Judgement {
  const final = isFinalCount(bound, count);
  const actual = String(count);
  if (boundHolds(bound, count))
    return { outcome: 'passed', final, message: `${count} counted`, actual, proof: spans };
  const isTooFew = count < Math.max(bound.gte ?? 0, bound.eq ?? 0);
  return {
    outcome: 'failed',
    final,
    message: `${count} counted, ${describeBound(bound)} expected${note === undefined ? '' : `; ${note}`}`,
    actual,
    proof: spans,
    // To claim that there is none of something is to claim something else.
    edit: count === 0 ? undefined : boundEdit(dottedKey(keys), bound, count),
    cheat: isTooFew ? cheat : undefined,
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
  // Distinct names with what went wrong, in order of text.
  const texts = new Set(spans.map((span) => `${quote(span.name)}: ${describeStatus(span)}`));
  const note = spans.length === 0 ? 'no span has an error' : listed([...texts].sort());
  return { count: spans.length, spans, note };
}

function countNamed(name: string, subject: Subject): Tally {
  const spans = subject.trace.named(name);
  if (spans.length > 0) return { count: spans.length, spans };
  return { count: 0, spans, note: absence([name], subject).message };
}
