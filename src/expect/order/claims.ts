import type { KeyPath, OrderExpectation } from '../../scenario/index.ts';
import type { Span } from '../../trace/index.ts';
import { absence, absentNames } from '../absence.ts';
import { asksNothing, type Claim, type Evaluator, type Judgement } from '../claim.ts';
import { chainText } from '../graph.ts';
import { quote } from '../literal.ts';
import { isOwnName } from '../names.ts';
import type { Subject } from '../subject.ts';
import { inMs, isTimed, type TimedSpan } from '../time.ts';
import { findPair, findViolation, type Pair, type Question, relativeOf } from './precedence.ts';

/** Clocks of machines kept in step by NTP on one network differ by about this much. */
const DEFAULT_TOLERANCE_MS = 1;

type Key = 'must_precede' | 'must_follow';

/** One pair of names, in the order of time that is claimed whichever way it is written. */
interface Order {
  readonly key: Key;
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
  if (must_precede) {
    const orders = must_precede.map(
      ([first, second]) => ({ key: 'must_precede', first, second, ...common }) as const,
    );
    claims.push(...claimsOf('must_precede', orders, path));
  }
  if (must_follow) {
    const orders = must_follow.map(
      ([second, first]) => ({ key: 'must_follow', first, second, ...common }) as const,
    );
    claims.push(...claimsOf('must_follow', orders, path));
  }
  return claims.length > 0 ? claims : [asksNothing('expect.order', path, 'no pair is given')];
};

function claimsOf(key: Key, orders: readonly Order[], path: KeyPath): Claim[] {
  const rule = `expect.order.${key}`;
  if (orders.length === 0) return [asksNothing(rule, [...path, key], 'the list is empty')];
  return orders.map((order, index) => ({
    rule,
    path: [...path, key, index],
    expected: describe(order),
    needsSpans: !(isOwnName(order.first) && isOwnName(order.second)),
    judge: (subject) => judge(order, subject),
  }));
}

function describe({ first, second, mode }: Order): string {
  const which = mode === 'all' ? 'every' : 'some';
  return `${which} ${quote(first)} ends before ${which} ${quote(second)} begins`;
}

function judge(order: Order, subject: Subject): Judgement {
  const firsts = subject.select(order.first);
  const seconds = subject.select(order.second);
  const absent = absentNames([order.first, order.second], subject);
  if (absent.length > 0)
    return failed({ final: false, ...absence(absent, subject), proof: [...firsts, ...seconds] });
  const question = questionOf(firsts, seconds, order, subject);
  return order.mode === 'all'
    ? judgeAll(order, question, [...firsts, ...seconds], subject)
    : judgeExists(order, question, subject);
}

function failed(parts: Omit<Extract<Judgement, { outcome: 'passed' | 'failed' }>, 'outcome'>): Judgement {
  return { outcome: 'failed', ...parts };
}

function questionOf(
  firsts: readonly Span[],
  seconds: readonly Span[],
  order: Order,
  subject: Subject,
): Question {
  return {
    firsts: firsts.filter(isTimed),
    seconds: seconds.filter(isTimed),
    causality: subject.causality(),
    clockOf: subject.clockOf,
    toleranceNs: BigInt(Math.round(order.toleranceMs * 1e6)),
  };
}

function judgeExists(order: Order, question: Question, subject: Subject): Judgement {
  const result = findPair(question);
  if (result.kind === 'found') return inOrder(result.pair, subject);
  const { nearest } = result;
  if (nearest) return failed({ final: false, ...overlap(nearest), edit: swapped(order, question) });
  // Without an unrelated pair every pair is related, so any second will do.
  const [second] = question.seconds;
  const first = second && relativeOf(second, question);
  if (first && second) return failed({ final: false, ...containment(first, second, subject) });
  const actual = 'spans without usable times';
  return failed({ final: false, message: `${actual} cannot be put in order`, actual, proof: [] });
}

function inOrder({ first, second }: Pair, subject: Subject): Judgement {
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

function judgeAll(order: Order, question: Question, spans: readonly Span[], subject: Subject): Judgement {
  const untimed = spans.find((span) => !isTimed(span));
  if (untimed) {
    const actual = `${quote(untimed.name)} has no usable times`;
    return failed({
      final: true,
      message: `${actual}, so it cannot be put in order`,
      actual,
      proof: [untimed],
    });
  }
  const pair = findViolation(question);
  if (!pair)
    return {
      outcome: 'passed',
      final: false,
      message: 'every pair is in order',
      actual: 'in order',
      proof: spans,
    };
  const { first, second } = pair;
  const why = question.causality.related(first, second) ? containment(first, second, subject) : overlap(pair);
  return failed({ final: true, ...why, edit: swapped(order, question) });
}

function overlap({ first, second }: Pair) {
  const actual = `${quote(first.name)} ends ${inMs(first.endNs - second.startNs)} after ${quote(second.name)} begins`;
  return { message: actual, actual, proof: [first, second] };
}

/** The recurring mistake of clnrm-format section b.3: "before" said of a span and what runs inside it. */
function containment(first: TimedSpan, second: TimedSpan, subject: Subject) {
  if (first === second) {
    const actual = 'a span cannot come before itself';
    return { message: `${quote(first.name)} arrived once, and ${actual}`, actual, proof: [first] };
  }
  const down = pathDown(first, second, subject);
  const path = down ?? pathDown(second, first, subject) ?? [];
  const [outer, inner] = down ? [first, second] : [second, first];
  const actual = `${quote(outer.name)} contains ${quote(inner.name)} (${chainText(path)})`;
  const names = `${quote(outer.name)}, ${quote(inner.name)}`;
  const instead =
    path.length === 2
      ? `graph.must_include = [[${names}]]`
      : `a window with outer = ${quote(outer.name)}, contains = [${quote(inner.name)}]`;
  return {
    message: `${actual}, so neither ends before the other begins; to claim that, write ${instead}`,
    actual,
    proof: [outer, inner],
  };
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
  return key === 'must_precede'
    ? `[${quote(second)}, ${quote(first)}]`
    : `[${quote(first)}, ${quote(second)}]`;
}
