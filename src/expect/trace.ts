import { isOwnName, type KeyPath, type TraceExpectation } from '../scenario/index.ts';
import type { Span } from '../trace/index.ts';
import { asksNothing, type Claim, type Evaluator, type Judgement } from './claim.ts';
import { edgesBetween } from './graph/edges.ts';
import { inOrder } from './proof.ts';
import type { Subject } from './subject.ts';
import { counted, listed, listedNames, quote } from './words.ts';

/** `[[expect.trace]]`: one and the same trace holds all the names, has all the edges, and misses no parent. */
export const traceClaims: Evaluator<readonly TraceExpectation[]> = (expectations, path) =>
  expectations.length === 0
    ? [asksNothing('expect.trace', path, 'the list is empty')]
    : expectations.map((expectation, index) => traceClaim(expectation, [...path, index]));

function traceClaim(expectation: TraceExpectation, path: KeyPath): Claim {
  const { span_names, trace_id } = expectation;
  const rule = `${ruleOf(expectation)}.span_names`;
  if (span_names.length === 0) return asksNothing(rule, path, '"span_names" is empty');
  return {
    rule,
    path,
    expected: `${trace_id === undefined ? 'one trace' : `trace ${trace_id}`} with ${listedNames(span_names, 8)}`,
    needsSpans: !span_names.every(isOwnName),
    judge: (subject) => judge(expectation, path, subject),
  };
}

function ruleOf({ span_names }: TraceExpectation): string {
  return `expect.trace[${span_names[0] ?? ''}]`;
}

/** Traces drop out condition by condition; the one that leaves none is the rule that failed. */
function judge(expectation: TraceExpectation, path: KeyPath, subject: Subject): Judgement {
  const { span_names, parent_child = [], complete = false } = expectation;
  const only = expectation.trace_id?.toLowerCase();
  const where = (key: string) => ({ rule: `${ruleOf(expectation)}.${key}`, path: [...path, key] });
  const asked = (ids: TraceIds): TraceIds => (only === undefined ? ids : ids.intersection(new Set([only])));
  const byName = span_names.map((name) => ({ text: quote(name), ids: asked(idsOf(subject.select(name))) }));
  const named = meetingAll(byName);
  if (named.size === 0) return { ...lacking(byName, only), ...where('span_names') };
  const byEdge = parent_child.map((edge) => ({
    text: edge.map(quote).join(' -> '),
    ids: named.intersection(idsOf(edgesBetween(edge, subject))),
  }));
  const edged = byEdge.length === 0 ? named : meetingAll(byEdge);
  if (edged.size === 0) return { ...lacking(byEdge, only), ...where('parent_child') };
  const torn = complete ? subject.trace.orphans.filter((span) => edged.has(span.traceId)) : [];
  const whole = edged.difference(idsOf(torn));
  if (whole.size === 0) return { ...allTorn(torn), ...where('complete') };
  const proof = span_names.flatMap((name) => subject.select(name).filter((span) => whole.has(span.traceId)));
  const actual = counted(whole.size, 'such trace');
  return { outcome: 'passed', final: !complete, message: `${actual} found`, actual, proof: inOrder(proof) };
}

type TraceIds = ReadonlySet<string>;
type Failure = Extract<Judgement, { outcome: 'passed' | 'failed' }>;

function idsOf(spans: readonly Span[]): TraceIds {
  const ids = new Set<string>();
  for (const span of spans) ids.add(span.traceId);
  return ids;
}

interface Condition {
  readonly text: string;
  /** The traces that meet it. */
  readonly ids: TraceIds;
}

function meetingAll(conditions: readonly Condition[]): TraceIds {
  const [first, ...rest] = conditions.map(({ ids }) => ids);
  return rest.reduce((met, ids) => met.intersection(ids), first ?? new Set<string>());
}

/** Names the trace that meets most conditions and what it lacks. */
function lacking(conditions: readonly Condition[], only: string | undefined): Failure {
  const met = new Map<string, number>();
  for (const { ids } of conditions) for (const id of ids) met.set(id, (met.get(id) ?? 0) + 1);
  const [best] = [...met].sort(([a, many], [b, more]) => more - many || (a < b ? -1 : 1));
  const nearest = best?.[0] ?? only;
  const lacks = conditions
    .filter(({ ids }) => nearest === undefined || !ids.has(nearest))
    .map(({ text }) => text);
  const actual = `${nearest === undefined ? 'every trace' : `trace ${nearest}`} lacks ${listed(lacks)}`;
  const isNearest = nearest !== undefined && only === undefined;
  const message = isNearest
    ? `no trace has all of it; the nearest, ${nearest}, lacks ${listed(lacks)}`
    : actual;
  return { outcome: 'failed', final: false, message, actual, proof: [] };
}

function allTorn(orphans: readonly Span[]): Failure {
  const names = [...new Set(orphans.map((span) => span.name))].sort();
  const actual = `${counted(orphans.length, 'span')} without the parent they name: ${listedNames(names)}`;
  return {
    outcome: 'failed',
    final: false,
    message: `parents are missing: ${actual}`,
    actual,
    proof: orphans,
  };
}
