import { isOwnName, type KeyPath, type OrderExpectation } from '../../scenario/index.ts';
import type { Span } from '../../trace/index.ts';
import { absence, absentNames } from '../absence.ts';
import { asksNothing, type Claim, type Evaluator, type Judgement } from '../claim.ts';
import { pairText } from '../edit.ts';
import { inOrder } from '../proof.ts';
import type { Subject } from '../subject.ts';
import { DEFAULT_TOLERANCE_MS, inMs, isTimed, toNs } from '../time.ts';
import { chainText, quote } from '../words.ts';
import { findPair, findViolation, type Pair, type Question, relativeOf } from './precedence.ts';

/** One pair of names, in the order of time that is claimed whichever way it is written. */
interface Order {
  readonly key: 'must_precede' | 'must_follow';
  readonly first: string;
  readonly second: string;
  readonly mode: 'exists' | 'all';
  readonly toleranceMs: number;
}

/**
 * `[expect.order]`: a span ends before another begins. A span and its descendants are never in that order, whatever the
 * clocks say. `must_follow [A, B]` is `must_precede [B, A]`.
 */
export const orderClaims: Evaluator<OrderExpectation> = (expectation, path) => {
  const { must_precede, must_follow, mode = 'exists', tolerance = DEFAULT_TOLERANCE_MS } = expectation;
  const common = { mode, toleranceMs: tolerance };
  const claims: Claim[] = [];
  for (const [index, [first, second]] of (must_precede ?? []).entries())
    claims.push(orderClaim({ key: 'must_precede', first, second, ...common }, path, index));
  if (must_precede?.length === 0) claims.push(emptyList('must_precede', path));
  for (const [index, [second, first]] of (must_follow ?? []).entries())
    claims.push(orderClaim({ key: 'must_follow', first, second, ...common }, path, index));
  if (must_follow?.length === 0) claims.push(emptyList('must_follow', path));
  return claims.length > 0 ? claims : [asksNothing('expect.order', path, 'no pair is given')];
};

function emptyList(key: Order['key'], path: KeyPath): Claim {
  return asksNothing(`expect.order.${key}`, [...path, key], 'the list is empty');
}

function orderClaim(order: Order, path: KeyPath, index: number): Claim {
  return {
    rule: `expect.order.${order.key}`,
    path: [...path, order.key, index],
    expected: describe(order),
    needsSpans: !(isOwnName(order.first) && isOwnName(order.second)),
    judge: (subject) => judge(order, subject),
  };
}

function describe({ first, second, mode }: Order): string {
  const which = mode === 'all' ? 'every' : 'some';
  return `${which} ${quote(first)} ends before ${which} ${quote(second)} begins`;
}

function judge(order: Order, subject: Subject): Judgement {
  const firsts = subject.select(order.first);
  const seconds = subject.select(order.second);
  const spans = [...firsts, ...seconds];
  const absent = absentNames([order.first, order.second], subject);
  if (absent.length > 0) return { ...FAILED, ...absence(absent, subject), proof: spans };
  const question = {
    firsts: firsts.filter(isTimed),
    seconds: seconds.filter(isTimed),
    causality: subject.causality(),
    clockOf: subject.clockOf,
    toleranceNs: toNs(order.toleranceMs),
  };
  if (order.mode === 'exists') return judgeExists(order, question, subject);
  const untimed = spans.find((span) => !isTimed(span));
  return untimed ? { ...noTimes([untimed]), final: true } : judgeAll(order, question, subject);
}

const FAILED = { outcome: 'failed', final: false } as const;

function noTimes(spans: readonly Span[]) {
  const actual = `${spans.length === 0 ? 'spans' : spans.map((span) => quote(span.name)).join(', ')} without usable times`;
  return { ...FAILED, message: `${actual} cannot be put in order`, actual, proof: spans };
}

function judgeExists(order: Order, question: Question, subject: Subject): Judgement {
  const result = findPair(question);
  if (result.kind === 'found') return judgeFound(result.pair, subject);
  const { nearest } = result;
  if (nearest) return { ...FAILED, ...overlap(nearest), edit: swapped(order, question) };
  // Without an unrelated pair every pair is related, so any second will do.
  const [second] = question.seconds;
  const first = second && relativeOf(second, question);
  return first ? { ...FAILED, ...containment({ first, second }, subject) } : noTimes([]);
}

function judgeFound({ first, second }: Pair, subject: Subject): Judgement {
  // An ancestor yet to arrive could show that the one contains the other after all.
  const final = first.traceId !== second.traceId || (isRooted(first, subject) && isRooted(second, subject));
  const gap = second.startNs - first.endNs;
  const actual = gap >= 0n ? `${inMs(gap)} between them` : `${inMs(-gap)} of overlap, within the tolerance`;
  const message = `${quote(first.name)} ended before ${quote(second.name)} began: ${actual}`;
  return { outcome: 'passed', final, message, actual, proof: [first, second] };
}

/** Every ancestor up to a root was received; a cycle has none. */
function isRooted(span: Span, { trace }: Subject): boolean {
  const seen = new Set<Span>();
  let at = span;
  for (let parent = trace.parentOf(at); parent && !seen.has(parent); parent = trace.parentOf(at)) {
    seen.add(parent);
    at = parent;
  }
  return at.parentSpanId === undefined;
}

function judgeAll(order: Order, question: Question, subject: Subject): Judgement {
  const pair = findViolation(question);
  if (!pair) {
    const proof = inOrder([...question.firsts, ...question.seconds]);
    return { outcome: 'passed', final: false, message: 'every pair is in order', actual: 'in order', proof };
  }
  const isRelated = question.causality.related(pair.first, pair.second);
  const why = isRelated ? containment(pair, subject) : overlap(pair);
  return { ...FAILED, final: true, ...why, edit: swapped(order, question) };
}

function overlap({ first, second }: Pair) {
  const actual = `${quote(first.name)} ends ${inMs(first.endNs - second.startNs)} after ${quote(second.name)} begins`;
  return { message: actual, actual, proof: [first, second] };
}

/** The recurring mistake of clnrm-format section b.3: "before" said of a span and what runs inside it. */
function containment({ first, second }: Pair, subject: Subject) {
  if (first === second) {
    const actual = 'a span cannot come before itself';
    return { message: `${quote(first.name)} arrived once, and ${actual}`, actual, proof: [first] };
  }
  const down = pathDown(first, second, subject);
  const path = down ?? pathDown(second, first, subject) ?? [];
  const [outer, inner] = down ? [first, second] : [second, first];
  const actual = `${quote(outer.name)} contains ${quote(inner.name)} (${chainText(path)})`;
  const instead =
    path.length === 2
      ? `graph.must_include = [${pairText(outer.name, inner.name)}]`
      : `a window with outer = ${quote(outer.name)}, contains = [${quote(inner.name)}]`;
  const message = `${actual}, so neither ends before the other begins; to claim that, write ${instead}`;
  return { message, actual, proof: [outer, inner] };
}

/** Names from `ancestor` down to `span`; undefined when it is none. */
function pathDown(ancestor: Span, span: Span, { trace }: Subject): string[] | undefined {
  const names = [span.name];
  const seen = new Set([span]);
  for (let at = trace.parentOf(span); at && !seen.has(at); at = trace.parentOf(at)) {
    names.push(at.name);
    if (at === ancestor) return names.reverse();
    seen.add(at);
  }
  return undefined;
}

/** The pair the other way round, if that is the order that holds. */
function swapped({ key, first, second, mode }: Order, question: Question): string | undefined {
  const reversed = { ...question, firsts: question.seconds, seconds: question.firsts };
  const holds = mode === 'all' ? !findViolation(reversed) : findPair(reversed).kind === 'found';
  if (!holds) return undefined;
  return key === 'must_precede' ? pairText(second, first) : pairText(first, second);
}
