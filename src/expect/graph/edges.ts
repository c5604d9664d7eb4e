import { isOwnName } from '../../scenario/index.ts';
import type { Span } from '../../trace/index.ts';
import { absence, absentNames } from '../absence.ts';
import type { Judgement } from '../claim.ts';
import { pairText } from '../edit.ts';
import { MAX_PROOF } from '../finding.ts';
import { describeParent } from '../parent.ts';
import { inOrder } from '../proof.ts';
import type { Subject } from '../subject.ts';
import { chainText, counted, listed, quote } from '../words.ts';

export type Edge = readonly [parent: string, child: string];

/**
 * The children in direct edges from a parent of the one name to a child of the other, in the same trace: the first
 * `limit` of them, or all.
 */
export function edgesBetween([parent, child]: Edge, subject: Subject, limit?: number): Span[] {
  const isParent = subject.matcher(parent);
  const children: Span[] = [];
  for (const span of subject.select(child)) {
    const above = subject.parentOf(span);
    if (above && isParent(above)) children.push(span);
    if (children.length === limit) break;
  }
  return children;
}

/** Both ends of edges. */
function endsOf(children: readonly Span[], subject: Subject): Span[] {
  const parents = children.map((child) => subject.parentOf(child)).filter((parent) => parent !== undefined);
  return inOrder([...parents, ...children]);
}

export function judgeIncluded(edge: Edge, subject: Subject): Judgement {
  // One edge is enough; more are only sought for the proof.
  const children = edgesBetween(edge, subject, MAX_PROOF);
  if (children.length === 0) return missingEdge(edge, subject);
  const isLeast = children.length === MAX_PROOF;
  const actual = isLeast ? `${MAX_PROOF} or more such edges` : counted(children.length, 'such edge');
  const proof = endsOf(children, subject);
  return { outcome: 'passed', final: true, message: `${actual} found`, actual, proof };
}

export function judgeNotCrossed(edge: Edge, subject: Subject): Judgement {
  const children = edgesBetween(edge, subject);
  const actual = counted(children.length, 'such edge');
  const message = `${quote(edge[1])} directly below ${quote(edge[0])}: ${actual}`;
  return children.length === 0
    ? { outcome: 'passed', final: false, message, actual, proof: [] }
    : { outcome: 'failed', final: true, message, actual, proof: endsOf(children, subject) };
}

/** clnrm-format section f: what distinguishes spans sent by hand from work that was really done. */
const BARE_ROOT = 'a root span made up by hand, with none of the work below it';
const LOOSE_SPANS = 'spans made up one by one: none of them was started by any other';

function missingEdge(edge: Edge, subject: Subject): Judgement {
  const absent = absentNames(edge, subject);
  return absent.length > 0 ? missingEnd(edge, absent, subject) : otherParents(edge, subject);
}

function missingEnd([parent, child]: Edge, absent: readonly string[], subject: Subject): Judgement {
  const parents = subject.select(parent);
  const children = subject.select(child);
  const isBare = parents.length > 0 && parents.every((span) => subject.trace.childrenOf(span).length === 0);
  return {
    outcome: 'failed',
    final: false,
    ...absence(absent, subject),
    proof: [...parents, ...children],
    cheat: isBare ? BARE_ROOT : undefined,
  };
}

function otherParents(edge: Edge, subject: Subject): Judgement {
  const [parent, child] = edge;
  const children = subject.select(child);
  const above = parentsOf(children, subject);
  const actual = `${quote(child)} is below ${listed(above.map(({ text, count }) => `${text} (${count})`))}`;
  const tested = above.filter(({ name }) => name !== undefined && !isOwnName(name));
  const instead = tested[0]?.name;
  return {
    outcome: 'failed',
    final: false,
    message: `${actual}, never directly below ${quote(parent)}${indirectly(edge, subject)}`,
    actual,
    proof: children,
    edit: instead === undefined ? undefined : pairText(instead, child),
    cheat: tested.length === 0 ? LOOSE_SPANS : undefined,
  };
}

/** What stands directly above some spans. */
interface Above {
  readonly text: string;
  /** Of the parent; undefined when there is none. */
  readonly name: string | undefined;
  count: number;
}

/** The most frequent first. */
function parentsOf(children: readonly Span[], subject: Subject): Above[] {
  const found = new Map<string, Above>();
  for (const child of children) {
    const name = subject.parentOf(child)?.name;
    // The name stands for its text until the text is wanted; a quotation mark keeps it apart from other texts.
    const key = name === undefined ? describeParent(child, subject) : `"${name}`;
    const known = found.get(key);
    if (known) known.count++;
    else found.set(key, { text: describeParent(child, subject), name, count: 1 });
  }
  return [...found.values()].sort((a, b) => b.count - a.count || (a.text < b.text ? -1 : 1));
}

/** Deeper chains are not searched for an indirect ancestor: this only words a message. */
const MAX_CLIMB = 100;

function indirectly([parent, child]: Edge, subject: Subject): string {
  const isParent = subject.matcher(parent);
  const [first] = subject.select(child);
  const names: string[] = [];
  let span = first;
  for (let climbed = 0; span && climbed < MAX_CLIMB; climbed++) {
    names.unshift(span.name);
    if (span !== first && isParent(span)) return ` (indirectly: ${chainText(names)})`;
    span = subject.parentOf(span);
  }
  return '';
}
