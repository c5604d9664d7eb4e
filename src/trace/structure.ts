import { type CanonicalValue, canonicalJson, type Digest, digestOf, sha256 } from '../digest/index.ts';
import { lowestRotation, peel } from './cycle.ts';
import { MISSING, ROOT, RUNNER } from './kinship.ts';
import { compareText } from './order.ts';
import type { Resource, Span, SpanLink } from './span.ts';
import type { Trace } from './trace.ts';
import { createSteadier, type Steadier } from './volatile.ts';

/**
 * A trace as shape and content, free of ids, times and order of arrival. Every span gets a digest of what it says and
 * of its whole subtree, bottom-up and without recursion, so chains of any depth and parent cycles are no special danger.
 */
export interface Structure {
  readonly steadier: Steadier;
  /** One entry for each trace id, sorted by digest. */
  readonly traces: readonly TraceStructure[];
  /** Positions of children sorted by digest; the edges along a parent cycle are not among them. */
  childrenOf(position: number): readonly number[];
  /** Digest of the span a link leads to, by what that span says; undefined when it is not in this trace. */
  targetOf(link: SpanLink): LinkTarget | undefined;
  readonly digest: Digest;
}

export interface LinkTarget {
  readonly name: string;
  readonly digest: Digest;
}

export interface TraceStructure {
  /** Sorted by digest. */
  readonly tops: readonly Top[];
  readonly digest: Digest;
}

/** Where a top-level span hangs: nowhere, under a parent nobody sent, under one of Spanwright's own, or in a circle. */
export type Anchor = 'root' | 'missing' | 'runner' | 'cycle';

export interface Top {
  readonly anchor: Anchor;
  /** Position of one span, or of the members of a cycle: each the parent of the next, and the last that of the first. */
  readonly spans: readonly number[];
  readonly digest: Digest;
}

const NO_CHILDREN: readonly number[] = [];

export function structureOf(trace: Trace): Structure {
  const steadier = createSteadier([...trace.spans, ...trace.own]);
  const parents = trace.parents();
  const contents = contentDigests(trace, steadier);
  const targetOf = linkTargets(trace, steadier, contents);
  const { leavesFirst, cycles } = peel(parents);
  const digests = new Array<Digest>(trace.spans.length);
  const children = new Map<number, number[]>();
  const digest = (position: number): Digest => digests[position] ?? notReached();
  const byDigest = (a: number, b: number): number => compareText(digest(a), digest(b));

  const digestAll = (position: number): void => {
    const below = children.get(position)?.sort(byDigest) ?? NO_CHILDREN;
    const links = (trace.spans[position]?.links ?? []).map((link) => [
      targetOf(link)?.digest ?? null,
      steadier.canonical(link.attributes),
    ]);
    digests[position] = subtree(contents[position] ?? notReached(), links, below.map(digest));
  };
  for (const position of leavesFirst) {
    digestAll(position);
    const parent = parents[position] ?? ROOT;
    if (parent >= 0) append(children, parent, position);
  }
  for (const position of cycles.flat()) digestAll(position);

  const tops: Top[] = [];
  for (const position of leavesFirst) {
    const anchor = anchorOf(parents[position] ?? ROOT);
    if (!anchor) continue;
    tops.push({ anchor, spans: [position], digest: digestOf([anchor, digest(position)]) });
  }
  for (const cycle of cycles) {
    const spans = lowestRotation(cycle, byDigest);
    tops.push({ anchor: 'cycle', spans, digest: digestOf(['cycle', ...spans.map(digest)]) });
  }
  const traces = group(tops, trace);
  return {
    steadier,
    traces,
    childrenOf: (position) => children.get(position) ?? NO_CHILDREN,
    targetOf,
    digest: digestOf(traces.map((each) => each.digest)),
  };
}

function append(lists: Map<number, number[]>, key: number, item: number): void {
  const list = lists.get(key);
  if (list) list.push(item);
  else lists.set(key, [item]);
}

/** Digests of what each span says by itself. Resources are shared, so each is written once. */
function contentDigests(trace: Trace, steadier: Steadier): readonly Digest[] {
  const resources = new Map<Resource, string>();
  const resourceText = (resource: Resource): string => {
    const known = resources.get(resource) ?? canonicalJson(steadier.resource(resource.attributes));
    resources.set(resource, known);
    return known;
  };
  const contentOf = (span: Span): string => {
    const { text, canonical } = steadier;
    const events = span.events.map((event) => [text(event.name), canonical(event.attributes)]);
    // The version of an instrumentation library changes with every update of it, so only the name counts.
    const head = [
      text(span.name),
      span.kind,
      span.status.code,
      text(span.status.message),
      span.scope.name,
      events,
    ];
    return `${JSON.stringify(head)}${canonical(span.attributes)}${resourceText(span.resource)}`;
  };
  return trace.spans.map((span) => sha256(contentOf(span)));
}

/**
 * A link is described by what its target says, not by the target's place: two targets that say the same are alike,
 * and links may run in circles.
 */
function linkTargets(
  trace: Trace,
  steadier: Steadier,
  contents: readonly Digest[],
): (link: SpanLink) => LinkTarget | undefined {
  const key = (traceId: string, spanId: string): string => `${traceId}/${spanId}`;
  let byId: Map<string, number> | undefined;
  const positions = (): Map<string, number> => {
    const found = new Map<string, number>();
    for (const [position, { traceId, spanId }] of trace.spans.entries()) {
      const id = key(traceId, spanId);
      // Of several spans with one id, the first counts.
      if (!found.has(id)) found.set(id, position);
    }
    return found;
  };
  return (link) => {
    // Most traces have no links.
    byId ??= positions();
    const position = byId.get(key(link.traceId, link.spanId)) ?? -1;
    const [target, digest] = [trace.spans[position], contents[position]];
    return target && digest ? { name: steadier.text(target.name), digest } : undefined;
  };
}

/** Undefined for a span that hangs under another one of the tested system. */
function anchorOf(parent: number): Anchor | undefined {
  switch (parent) {
    case ROOT:
      return 'root';
    case MISSING:
      return 'missing';
    case RUNNER:
      return 'runner';
    default:
      return undefined;
  }
}

function group(tops: readonly Top[], { spans }: Trace): readonly TraceStructure[] {
  const byTrace = Map.groupBy(tops, (top) => spans[top.spans[0] ?? -1]?.traceId);
  return [...byTrace.values()]
    .map((ofTrace): TraceStructure => {
      const sorted = ofTrace.sort((a, b) => compareText(a.digest, b.digest));
      return { tops: sorted, digest: digestOf(sorted.map((top) => top.digest)) };
    })
    .sort((a, b) => compareText(a.digest, b.digest));
}

/** Most spans are leaves without links: what they say is all there is. */
function subtree(content: Digest, links: CanonicalValue[], children: readonly Digest[]): Digest {
  return links.length === 0 && children.length === 0 ? content : digestOf([content, links, ...children]);
}

function notReached(): never {
  throw new Error('a span was reached before its children');
}
