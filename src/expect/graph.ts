import type { GraphExpectation, KeyPath } from '../scenario/index.ts';
import type { Span } from '../trace/index.ts';
import { absence, absentNames } from './absence.ts';
import { asksNothing, type Claim, type Evaluator, type Judgement } from './claim.ts';
import { findCycles } from './cycles.ts';
import { counted, listed, quote } from './literal.ts';
import { isOwnName } from './names.ts';
import { describeParent } from './span/plain-clauses.ts';
import type { Subject } from './subject.ts';

type Edge = readonly [parent: string, child: string];

/** `[expect.graph]`: direct edges that must or must not exist, and no cycles. */
export const graphClaims: Evaluator<GraphExpectation> = (expectation, path) => {
  const { must_include, must_not_cross, acyclic } = expectation;
  const claims: Claim[] = [];
  if (must_include) claims.push(...edgeClaims('must_include', must_include, path, judgeIncluded));
  if (must_not_cross) claims.push(...edgeClaims('must_not_cross', must_not_cross, path, judgeNotCrossed));
  if (acyclic !== undefined) claims.push(acyclicClaim(acyclic, [...path, 'acyclic']));
  return claims.length > 0 ? claims : [asksNothing('expect.graph', path, 'the table is empty')];
};

type JudgeEdge = (edge: Edge, subject: Subject) => Judgement;

function edgeClaims(
  key: 'must_include' | 'must_not_cross',
  edges: readonly Edge[],
  path: KeyPath,
  judge: JudgeEdge,
): Claim[] {
  const rule = `expect.graph.${key}`;
  if (edges.length === 0) return [asksNothing(rule, [...path, key], 'the list is empty')];
  return edges.map((edge, index) => ({
    rule,
    path: [...path, key, index],
    expected: `${key === 'must_include' ? 'some' : 'no'} ${quote(edge[1])} directly below ${quote(edge[0])}`,
    needsSpans: !edge.every(isOwnName),
    judge: (subject) => judge(edge, subject),
  }));
}

/** The children in all direct edges from a parent of the one name to a child of the other, in the same trace. */
export function edgesBetween([parent, child]: Edge, subject: Subject): Span[] {
  const isParent = subject.matcher(parent);
  return subject.select(child).filter((span) => {
    const above = subject.parentOf(span);
    return above !== undefined && isParent(above);
  });
}

/** Both ends of edges, each span once: one parent may have many children. */
function endsOf(children: readonly Span[], subject: Subject): Set<Span> {
  const ends = new Set<Span>();
  for (const child of children) {
    const parent = subject.parentOf(child);
    if (parent) ends.add(parent);
    ends.add(child);
  }
  return ends;
}

function judgeIncluded(edge: Edge, subject: Subject): Judgement {
  const children = edgesBetween(edge, subject);
  if (children.length === 0) return missingEdge(edge, subject);
  const actual = counted(children.length, 'such edge');
  return {
    outcome: 'passed',
    final: true,
    message: `${actual} found`,
    actual,
    proof: endsOf(children, subject),
  };
}

/** clnrm-format section f: what distinguishes a root sent by hand from work that was really done. */
const BARE_ROOT = 'a root span made up by hand, with none of the work below it';
const LOOSE_SPANS = 'spans made up one by one: none of them was started by any other';

function missingEdge(edge: Edge, subject: Subject): Judgement {
  const [parent, child] = edge;
  const parents = subject.select(parent);
  const children = subject.select(child);
  const absent = absentNames(edge, subject);
  const failed = { outcome: 'failed', final: false } as const;
  if (absent.length > 0) {
    const proof = [...parents, ...children];
    const isBare =
      children.length === 0 && parents.length > 0 && parents.every((span) => isLeaf(span, subject));
    return { ...failed, ...absence(absent, subject), proof, cheat: isBare ? BARE_ROOT : undefined };
  }
  const above = parentsOf(children, subject);
  const actual = `${quote(child)} is below ${listed(above.map(({ text, count }) => `${text} (${count})`))}`;
  const instead = above.find(({ name }) => name !== undefined && !isOwnName(name))?.name;
  return {
    ...failed,
    message: `${actual}, never directly below ${quote(parent)}${indirectly(edge, children, subject)}`,
    actual,
    proof: children,
    edit: instead === undefined ? undefined : `[${quote(instead)}, ${quote(child)}]`,
    cheat: above.every(({ name }) => name === undefined || isOwnName(name)) ? LOOSE_SPANS : undefined,
  };
}

function isLeaf(span: Span, subject: Subject): boolean {
  return subject.trace.childrenOf(span).length === 0;
}

interface Above {
  readonly text: string;
  /** Of the parent; undefined when there is none. */
  readonly name: string | undefined;
  readonly count: number;
}

/** What stands directly above these spans, the most frequent first. */
function parentsOf(children: readonly Span[], subject: Subject): Above[] {
  const counts = new Map<string, Above>();
  for (const child of children) {
    const name = subject.parentOf(child)?.name;
    const text = describeParent(child, subject);
    counts.set(text, { text, name, count: (counts.get(text)?.count ?? 0) + 1 });
  }
  return [...counts.values()].sort((a, b) => b.count - a.count || (a.text < b.text ? -1 : 1));
}

/** Deeper chains are not searched for an indirect ancestor: this only words a message. */
const MAX_CLIMB = 100;

function indirectly([parent]: Edge, children: readonly Span[], subject: Subject): string {
  const isParent = subject.matcher(parent);
  const [child] = children;
  const names: string[] = [];
  let span = child;
  for (let climbed = 0; span && climbed < MAX_CLIMB; climbed++) {
    names.unshift(span.name);
    if (span !== child && isParent(span)) return ` (indirectly: ${chainText(names)})`;
    span = subject.parentOf(span);
  }
  return '';
}

/** `a -> b -> c`, shortened in the middle when long. */
export function chainText(names: readonly string[]): string {
  const cut =
    names.length > 12 ? [...names.slice(0, 9), `(${names.length - 10} more)`, ...names.slice(-1)] : names;
  return cut.join(' -> ');
}

function judgeNotCrossed(edge: Edge, subject: Subject): Judgement {
  const children = edgesBetween(edge, subject);
  const actual = counted(children.length, 'such edge');
  if (children.length === 0)
    return {
      outcome: 'passed',
      final: false,
      message: 'no such edge among the spans that arrived',
      actual,
      proof: [],
    };
  const message = `${quote(edge[1])} is directly below ${quote(edge[0])}: ${actual}`;
  return { outcome: 'failed', final: true, message, actual, proof: endsOf(children, subject) };
}

function acyclicClaim(wanted: boolean, path: KeyPath): Claim {
  const rule = 'expect.graph.acyclic';
  if (!wanted) return asksNothing(rule, path, 'acyclic = false allows cycles without asking for them');
  return { rule, path, expected: 'no span is its own ancestor', needsSpans: true, judge: judgeAcyclic };
}

function judgeAcyclic(subject: Subject): Judgement {
  const cycles = findCycles(subject.trace);
  const [first] = cycles;
  const actual = counted(cycles.length, 'cycle');
  if (!first) {
    const { spans } = subject.trace;
    return {
      outcome: 'passed',
      final: false,
      message: `${counted(spans.length, 'span')}, no cycle`,
      actual,
      proof: spans,
    };
  }
  const path = chainText([...first, ...first.slice(0, 1)].map((span) => span.name));
  const more = cycles.length > 1 ? `, and ${counted(cycles.length - 1, 'other cycle')}` : '';
  return { outcome: 'failed', final: true, message: `${path}${more}`, actual, proof: cycles.flat() };
}
