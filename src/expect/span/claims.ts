import type { Bound, KeyPath, SpanExpectation } from '../../scenario/index.ts';
import type { Span } from '../../trace/index.ts';
import { boundEdit, boundHolds, describeBound, isFinalCount, isUnbounded } from '../bound.ts';
import { asksNothing, type Claim, type Evaluator, type Judgement } from '../claim.ts';
import { counted, editText, listed, quote } from '../literal.ts';
import { isOwnName } from '../names.ts';
import type { Subject } from '../subject.ts';
import type { Clause } from './clause.ts';
import { compileClauses } from './compile.ts';
import { describeMiss, missEdits, type NearMiss, nearestAmong, nearestByName } from './nearest.ts';

/** `[[expect.span]]`: at least one span, or as many as `count` says, satisfies every clause. */
export const spanClaims: Evaluator<readonly SpanExpectation[]> = (expectations, path) =>
  expectations.length === 0
    ? [asksNothing('expect.span', path, 'the list is empty')]
    : expectations.map((expectation, index) => spanClaim(expectation, [...path, index]));

/** An expectation made ready: its clauses compiled once, however many spans there are. */
interface Prepared {
  readonly expectation: SpanExpectation;
  /** Undefined also for a table without bounds, which would let zero spans pass. */
  readonly count: Bound | undefined;
  readonly path: KeyPath;
  readonly rule: string;
  readonly clauses: readonly Clause[];
}

function spanClaim(expectation: SpanExpectation, path: KeyPath): Claim {
  const rule = `expect.span[${expectation.name}]`;
  const count = expectation.count && !isUnbounded(expectation.count) ? expectation.count : undefined;
  const prepared = { expectation, count, path, rule, clauses: compileClauses(expectation) };
  return {
    rule: `${rule}.existence`,
    path,
    expected: describe(prepared),
    needsSpans: !isOwnName(expectation.name),
    judge: (subject) => judge(prepared, subject),
  };
}

function describe({ expectation: { name }, count, clauses }: Prepared): string {
  const conditions = clauses.map((clause) => `${clause.label} ${clause.expected}`);
  const what = `${quote(name)}${conditions.length === 0 ? '' : ` with ${listed(conditions, 8)}`}`;
  return count === undefined ? `a span ${what}` : `spans ${what}: ${describeBound(count)}`;
}

function judge(prepared: Prepared, subject: Subject): Judgement {
  const { expectation, count, clauses } = prepared;
  const { when } = expectation;
  const problem = clauses.find((clause) => clause.problem !== undefined);
  if (problem) return { outcome: 'undecided', message: `${problem.label}: ${problem.problem}`, final: true };
  if (when && subject.select(when.span).length === 0)
    return { outcome: 'notApplicable', message: `no span ${quote(when.span)} arrived`, final: false };
  const named = subject.select(expectation.name);
  const matching = named.filter((span) => satisfies(span, clauses, subject));
  if (count ? boundHolds(count, matching.length) : matching.length > 0) return held(prepared, matching);
  const tooFew = matching.length < (count?.gte ?? count?.eq ?? 1);
  if (matching.length > 0 || !tooFew) return wrongCount(prepared, named, matching, subject);
  return named.length === 0 ? absent(prepared, subject) : unsatisfied(prepared, named, subject);
}

function satisfies(span: Span, clauses: readonly Clause[], subject: Subject): boolean {
  for (const clause of clauses) if (!clause.holds(span, subject)) return false;
  return true;
}

function held({ count }: Prepared, matching: readonly Span[]): Judgement {
  const final = isFinalCount(count ?? { gte: 1 }, matching.length);
  const actual = counted(matching.length, 'such span');
  return { outcome: 'passed', final, message: `${actual} found`, actual, proof: matching };
}

/** No span of the name. */
function absent(prepared: Prepared, subject: Subject): Judgement {
  const { expectation, clauses } = prepared;
  const miss = nearestByName(expectation.name, clauses, subject);
  const names = subject.namesBeside(expectation.name);
  const others =
    names.length === 0 ? '' : `; ${counted(names.length, 'other name')} arrived: ${listed(names.map(quote))}`;
  return {
    outcome: 'failed',
    final: false,
    message: `no span ${quote(expectation.name)} arrived${miss ? `; the nearest is ${quote(miss.span.name)}` : others}`,
    actual: '0 spans of that name',
    proof: [],
    path: [...prepared.path, 'name'],
    ...advice(prepared, miss, subject),
  };
}

/** Spans of the name, but none satisfies every clause: the first clause that the nearest one breaks names the rule. */
function unsatisfied(prepared: Prepared, named: readonly Span[], subject: Subject): Judgement {
  const { expectation, path, rule, clauses } = prepared;
  const miss = nearestAmong(named, clauses, subject);
  const broken =
    miss?.broken[0] ?? clauses.find((clause) => named.every((span) => !clause.holds(span, subject)));
  const these = `${counted(named.length, 'span')} ${quote(expectation.name)} arrived`;
  const where = broken ? { rule: `${rule}${broken.rule}`, path: [...path, ...broken.path] } : {};
  return {
    outcome: 'failed',
    final: false,
    message: `${these}, but ${named.length === 1 ? 'it does not satisfy' : 'none satisfies'} every clause${detail(miss, subject)}`,
    actual: miss && broken ? broken.actual(miss.span, subject) : these,
    proof: named,
    ...where,
    ...(broken ? { expected: `${broken.label} ${broken.expected}` } : {}),
    ...advice(prepared, miss, subject),
    cheat: broken?.rule.startsWith('.events.') ? HOLLOW_SPAN : undefined,
  };
}

/** Some spans satisfy every clause, only not as many as `count` asks for. */
function wrongCount(
  prepared: Prepared,
  named: readonly Span[],
  matching: readonly Span[],
  subject: Subject,
): Judgement {
  const { expectation, path, rule, clauses } = prepared;
  const bound = prepared.count ?? { gte: 1 };
  const tooMany = isFinalCount(bound, matching.length);
  const these = `${counted(named.length, 'span')} ${quote(expectation.name)}`;
  const miss = tooMany ? undefined : nearestAmong(named.filter(isNotIn(matching)), clauses, subject);
  return {
    outcome: 'failed',
    final: tooMany,
    message: `of ${these}, ${matching.length} ${matching.length === 1 ? 'satisfies' : 'satisfy'} every clause; ${describeBound(bound)} expected`,
    actual: counted(matching.length, 'such span'),
    expected: describeBound(bound),
    proof: matching,
    rule: `${rule}.count`,
    path: [...path, 'count'],
    nearest: miss && describeMiss(miss, subject),
    edit: boundEdit('count', bound, matching.length),
  };
}

function isNotIn(spans: readonly Span[]): (span: Span) => boolean {
  const excluded = new Set(spans);
  return (span) => !excluded.has(span);
}

/** An honest run leaves these events; a span sent by hand to look like one rarely does. clnrm-format section f. */
const HOLLOW_SPAN = 'a span made up by hand: it carries the name, but not the events of the work';

function detail(miss: NearMiss | undefined, subject: Subject): string {
  const first = miss && describeMiss(miss, subject).differences[0];
  return first === undefined ? '' : `; nearest: ${first}`;
}

function advice(prepared: Prepared, miss: NearMiss | undefined, subject: Subject) {
  if (!miss) return {};
  const { count } = prepared;
  // Mending one span cannot make several.
  const enough = Math.max(count?.gte ?? 1, count?.eq ?? 1) === 1;
  return {
    nearest: describeMiss(miss, subject),
    edit: enough ? editText(missEdits(miss, subject)) : undefined,
  };
}
