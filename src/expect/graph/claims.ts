import { type GraphExpectation, isOwnName, type KeyPath } from '../../scenario/index.ts';
import { asksNothing, type Claim, type Evaluator, type Judgement } from '../claim.ts';
import { findCycles } from '../cycles.ts';
import type { Subject } from '../subject.ts';
import { chainText, counted, quote } from '../words.ts';
import { type Edge, judgeIncluded, judgeNotCrossed } from './edges.ts';

/** `[expect.graph]`: direct edges that must or must not exist, and no cycles. */
export const graphClaims: Evaluator<GraphExpectation> = (expectation, path) => {
  const { must_include, must_not_cross, acyclic } = expectation;
  const claims: Claim[] = [];
  if (must_include) claims.push(...edgeClaims('must_include', must_include, path));
  if (must_not_cross) claims.push(...edgeClaims('must_not_cross', must_not_cross, path));
  if (acyclic !== undefined) claims.push(acyclicClaim(acyclic, [...path, 'acyclic']));
  return claims.length > 0 ? claims : [asksNothing('expect.graph', path, 'the table is empty')];
};

const edgeRules = {
  must_include: { quantity: 'some', judge: judgeIncluded },
  must_not_cross: { quantity: 'no', judge: judgeNotCrossed },
} as const;

function edgeClaims(key: keyof typeof edgeRules, edges: readonly Edge[], path: KeyPath): Claim[] {
  const { quantity, judge } = edgeRules[key];
  const rule = `expect.graph.${key}`;
  if (edges.length === 0) return [asksNothing(rule, [...path, key], 'the list is empty')];
  return edges.map((edge, index) => ({
    rule,
    path: [...path, key, index],
    expected: `${quantity} ${quote(edge[1])} directly below ${quote(edge[0])}`,
    needsSpans: !edge.every(isOwnName),
    judge: (subject) => judge(edge, subject),
  }));
}

function acyclicClaim(wanted: boolean, path: KeyPath): Claim {
  const rule = 'expect.graph.acyclic';
  if (!wanted) return asksNothing(rule, path, 'acyclic = false allows cycles without asking for them');
  const expected = 'no span is its own ancestor';
  return { rule, path, expected, needsSpans: true, parts: { kind: 'rings' }, judge: judgeAcyclic };
}

function judgeAcyclic({ trace }: Subject): Judgement {
  const cycles = findCycles(trace);
  const [first] = cycles;
  const actual = counted(cycles.length, 'cycle');
  if (!first) {
    const message = `${counted(trace.spans.length, 'span')}, no cycle`;
    return { outcome: 'passed', final: false, message, actual, proof: trace.spans };
  }
  const path = chainText([...first, ...first.slice(0, 1)].map((span) => span.name));
  const more = cycles.length > 1 ? `, and ${counted(cycles.length - 1, 'other cycle')}` : '';
  return { outcome: 'failed', final: true, message: `${path}${more}`, actual, proof: cycles.flat() };
}
