import type { KeyPath, TraceExpectation } from '../scenario/index.ts';
import type { Span } from '../trace/index.ts';
import { asksNothing, type Claim, type Evaluator, type Judgement } from './claim.ts';
import { edgesBetween } from './graph.ts';
import { counted, listed, quote } from './literal.ts';
import { isOwnName } from './names.ts';
import type { Subject } from './subject.ts';

/** `[[expect.trace]]`: one and the same trace holds all the names, has all the edges, and misses no parent. */
export const traceClaims: Evaluator<readonly TraceExpectation[]> = (expectations, path) =>
  expectations.length === 0
    ? [asksNothing('expect.trace', path, 'the list is empty')]
    : expectations.map((expectation, index) => traceClaim(expectation, [...path, index]));

function traceClaim(expectation: TraceExpectation, path: KeyPath): Claim {
  const { span_names, trace_id } = expectation;
  const rule = `expect.trace[${span_names[0] ?? ''}]`;
  if (span_names.length === 0) return asksNothing(rule, path, '"span_names" is empty');
  return {
    rule: `${rule}.span_names`,
    path,
    expected: `${trace_id === undefined ? 'one trace' : `trace ${trace_id}`} with ${listed(span_names.map(quote), 8)}`,
    needsSpans: !span_names.every(isOwnName),
    judge: (subject) => judge(expectation, path, rule, subject),
  };
}

type TraceIds = ReadonlySet<string>;

/** Traces drop out condition by condition; the one that leaves none is the rule that failed. */
function judge(expectation: TraceExpectation, path: KeyPath, rule: string, subject: Subject): Judgement {
  const { trace_id, span_names, parent_child = [], complete = false } = expectation;
  const only = trace_id?.toLowerCase();
  const found = (ids: TraceIds) => (only === undefined ? ids : new Set(ids.has(only) ? [only] : []));
  const byName = span_names.map((name) => ({ text: quote(name), ids: found(idsOf(subject.select(name))) }));
  const named = narrowed(byName);
  if (named.size === 0) return noTrace(byName, { rule: `${rule}.span_names`, path: [...path, 'span_names'] });
  const byEdge = parent_child.map((edge) => ({
    text: edge.map(quote).join(' -> '),
    ids: intersection(named, idsOf(edgesBetween(edge, subject))),
  }));
  const edged = byEdge.length === 0 ? named : narrowed(byEdge);
  if (edged.size === 0)
    return noTrace(byEdge, { rule: `${rule}.parent_child`, path: [...path, 'parent_child'] });
  const torn = complete ? subject.trace.orphans.filter((span) => edged.has(span.traceId)) : [];
  const whole = difference(edged, idsOf(torn));
  if (whole.size === 0) return allTorn(torn, { rule: `${rule}.complete`, path: [...path, 'complete'] });
  const proof = span_names.flatMap((name) => subject.select(name).filter((span) => whole.has(span.traceId)));
  const actual = counted(whole.size, 'such trace');
  return { outcome: 'passed', final: !complete, message: `${actual} found`, actual, proof: new Set(proof) };
}

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

function narrowed(conditions: readonly Condition[]): TraceIds {
  const [first, ...rest] = conditions;
  return rest.reduce((ids, condition) => intersection(ids, condition.ids), first?.ids ?? new Set<string>());
}

function intersection(a: TraceIds, b: TraceIds): TraceIds {
  return new Set([...a].filter((id) => b.has(id)));
}

function difference(a: TraceIds, b: TraceIds): TraceIds {
  return new Set([...a].filter((id) => !b.has(id)));
}

/** Names the trace that meets most conditions and what it lacks. */
function noTrace(conditions: readonly Condition[], where: { rule: string; path: KeyPath }): Judgement {
  const met = new Map<string, number>();
  for (const { ids } of conditions) for (const id of ids) met.set(id, (met.get(id) ?? 0) + 1);
  const [best] = [...met].sort(([a, many], [b, more]) => more - many || (a < b ? -1 : 1));
  const lacking = conditions.filter(({ ids }) => !best || !ids.has(best[0])).map(({ text }) => text);
  const actual = best ? `trace ${best[0]} lacks ${listed(lacking)}` : `no trace has ${listed(lacking)}`;
  const message = best ? `no trace has all of it; the nearest, ${best[0]}, lacks ${listed(lacking)}` : actual;
  return { outcome: 'failed', final: false, message, actual, proof: [], ...where };
}

function allTorn(orphans: readonly Span[], where: { rule: string; path: KeyPath }): Judgement {
  const names = [...new Set(orphans.map((span) => span.name))].sort();
  const actual = `${counted(orphans.length, 'span')} without the parent they name: ${listed(names.map(quote))}`;
  const message = `parents are missing: ${actual}`;
  return { outcome: 'failed', final: false, message, actual, proof: orphans, ...where };
}
