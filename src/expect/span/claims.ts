import { type Bound, isOwnName, type KeyPath, type SpanExpectation } from '../../scenario/index.ts';
import type { Span } from '../../trace/index.ts';
import { boundEdit, boundHolds, describeBound, isFinalCount, isUnbounded } from '../bound.ts';
import { asksNothing, type Claim, type Evaluator, type Judgement, undecided } from '../claim.ts';
import { editText } from '../edit.ts';
import { MAX_PROOF } from '../finding.ts';
import type { Subject } from '../subject.ts';
import { counted, listed, listedNames, quote } from '../words.ts';
import type { Clause } from './clause.ts';
import { compileClauses } from './compile.ts';
import { describeMiss, missEdits, type NearMiss, nearestAmong, nearestByName } from './nearest.ts';
import { satisfies, type Tally } from './tally.ts';

/** `[[expect.span]]`: at least one span, or as many as `count` says, satisfies every clause. */
export const spanClaims: Evaluator<readonly SpanExpectation[]> = (expectations, path) =>
  expectations.length === 0
    ? [asksNothing('expect.span', path, 'the list is empty')]
    : expectations.map((expectation, index) => spanClaim(expectation, [...path, index]));

/** An expectation made ready: its clauses compiled once, however many spans there are. */
interface Prepared {
  readonly name: string;
  /** Name of the span without which it does not apply. */
  readonly when: string | undefined;
  /** Undefined also for a table without bounds, which would let zero spans pass. */
  readonly count: Bound | undefined;
  readonly clauses: readonly Clause[];
  readonly path: KeyPath;
  /** What the rule ids begin with. */
  readonly rule: string;
}

function spanClaim(expectation: SpanExpectation, path: KeyPath): Claim {
  const { name, count, when } = expectation;
  const prepared: Prepared = {
    name,
    when: when?.span,
    count: count && !isUnbounded(count) ? count : undefined,
    clauses: compileClauses(expectation),
    path,
    rule: `expect.span[${name}]`,
  };
  return {
    rule: `${prepared.rule}.existence`,
    path,
    expected: describe(prepared),
    needsSpans: !isOwnName(name),
    judge: (subject) => judge(prepared, subject),
    ...together(prepared),
  };
}

function together(prepared: Prepared): Pick<Claim, 'together'> {
  const { name, clauses } = prepared;
  if (isOwnName(name) || clauses.some(({ problem }) => problem !== undefined)) return {};
  const sought = { name, clauses, limit: limitOf(prepared) };
  return {
    together: { sought, judge: (subject, shared) => judge(prepared, subject, shared.tallyOf(sought)) },
  };
}

function describe({ name, count, clauses }: Prepared): string {
  const conditions = clauses.map((clause) => `${clause.label} ${clause.expected}`);
  const what = `${quote(name)}${conditions.length === 0 ? '' : ` with ${listed(conditions, 8)}`}`;
  return count === undefined ? `a span ${what}` : `spans ${what}: ${describeBound(count)}`;
}

function judge(prepared: Prepared, subject: Subject, tally?: Tally): Judgement {
  const { name, when, count, clauses } = prepared;
  const unclear = clauses.find((clause) => clause.problem !== undefined);
  if (unclear) return undecided(`${unclear.label}: ${unclear.problem}`);
  if (when !== undefined && subject.select(when).length === 0)
    return { outcome: 'notApplicable', message: `no span ${quote(when)} arrived`, final: false };
  const holds = (matching: number): boolean => (count ? boundHolds(count, matching) : matching > 0);
  if (tally && holds(tally.matching)) return held(prepared, tally);
  const named = subject.select(name);
  const matching = satisfying(prepared, named, subject);
  if (holds(matching.length)) return held(prepared, { matching: matching.length, first: matching });
  if (matching.length > 0) return wrongCount(prepared, { named, matching }, subject);
  return named.length === 0 ? absent(prepared, subject) : unsatisfied(prepared, named, subject);
}

/** All spans that satisfy every clause; where one is enough, no more than will be shown. */
function satisfying(prepared: Prepared, spans: readonly Span[], subject: Subject): readonly Span[] {
  const { clauses } = prepared;
  if (clauses.length === 0) return spans;
  const limit = limitOf(prepared);
  const found: Span[] = [];
  for (const span of spans) {
    if (!satisfies(span, clauses, subject)) continue;
    found.push(span);
    if (found.length === limit) break;
  }
  return found;
}

function limitOf({ count, clauses }: Prepared): number | undefined {
  return count || clauses.length === 0 ? undefined : MAX_PROOF;
}

function held({ count, clauses }: Prepared, { matching, first }: Tally): Judgement {
  const isLeast = count === undefined && clauses.length > 0 && matching === MAX_PROOF;
  const actual = isLeast ? `${MAX_PROOF} or more such spans` : counted(matching, 'such span');
  const final = isFinalCount(count ?? { gte: 1 }, matching);
  const message = `${actual} found`;
  return { outcome: 'passed', final, message, actual, proof: first, proofCount: matching };
}

/** No span of the name. */
function absent(prepared: Prepared, subject: Subject): Judgement {
  const { name, clauses, path } = prepared;
  const miss = nearestByName(name, clauses, subject);
  const names = subject.namesBeside(name);
  const others =
    names.length === 0 ? '' : `; ${counted(names.length, 'other name')} arrived: ${listedNames(names)}`;
  return {
    outcome: 'failed',
    final: false,
    message: `no span ${quote(name)} arrived${miss ? `; the nearest is ${quote(miss.span.name)}` : others}`,
    actual: '0 spans of that name',
    proof: [],
    path: [...path, 'name'],
    ...advice(prepared, miss, subject),
  };
}

/** A span sent by hand to look like work rarely brings the events of that work. clnrm-format section f. */
const HOLLOW_SPAN = 'a span made up by hand: it carries the name, but not the events of the work';

/** Spans of the name, but none satisfies every clause: the first clause that the nearest one breaks names the rule. */
function unsatisfied(prepared: Prepared, named: readonly Span[], subject: Subject): Judgement {
  const { name, path, rule, clauses } = prepared;
  const miss = nearestAmong(named, clauses, subject);
  const [broken] = miss?.broken ?? [];
  const these = `${counted(named.length, 'span')} ${quote(name)} arrived`;
  const which = named.length === 1 ? 'it does not satisfy' : 'none satisfies';
  const failed = { outcome: 'failed', final: false, actual: these, proof: named } as const;
  const message = `${these}, but ${which} every clause`;
  if (!miss || !broken) return { ...failed, message };
  const actual = broken.actual(miss.span, subject);
  return {
    ...failed,
    message: `${message}; nearest: ${broken.label}: expected ${broken.expected}, has ${actual}`,
    actual,
    rule: `${rule}${broken.rule}`,
    path: [...path, ...broken.path],
    expected: `${broken.label} ${broken.expected}`,
    ...advice(prepared, miss, subject),
    cheat: broken.rule.startsWith('.events.') ? HOLLOW_SPAN : undefined,
  };
}

/** Some spans satisfy every clause, only not as many as `count` asks for. */
function wrongCount(
  { name, count, clauses, path, rule }: Prepared,
  { named, matching }: { readonly named: readonly Span[]; readonly matching: readonly Span[] },
  subject: Subject,
): Judgement {
  const bound = count ?? { gte: 1 };
  const isTooMany = isFinalCount(bound, matching.length);
  const others = new Set(named).difference(new Set(matching));
  const miss = isTooMany ? undefined : nearestAmong([...others], clauses, subject);
  const satisfy = matching.length === 1 ? 'satisfies' : 'satisfy';
  return {
    outcome: 'failed',
    final: isTooMany,
    message: `of ${counted(named.length, 'span')} ${quote(name)}, ${matching.length} ${satisfy} every clause; ${describeBound(bound)} expected`,
    actual: counted(matching.length, 'such span'),
    expected: describeBound(bound),
    proof: matching,
    rule: `${rule}.count`,
    path: [...path, 'count'],
    nearest: miss && describeMiss(miss, subject),
    edit: boundEdit('count', bound, matching.length),
  };
}

function advice({ count }: Prepared, miss: NearMiss | undefined, subject: Subject) {
  if (!miss) return {};
  // Mending one span cannot make several.
  const isOneEnough = Math.max(count?.gte ?? 1, count?.eq ?? 1) === 1;
  return {
    nearest: describeMiss(miss, subject),
    edit: isOneEnough ? editText(missEdits(miss, subject)) : undefined,
  };
}
