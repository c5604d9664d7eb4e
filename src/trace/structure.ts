import { type CanonicalValue, canonicalJson, type Digest, digestOf, sha256 } from '../digest/index.ts';
import { lowestRotation, peel } from './cycle.ts';
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
  /** Children sorted by digest; the edges along a parent cycle are not among them. */
  childrenOf(span: Span): readonly Span[];
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
  /** One span, or the members of a cycle: each the parent of the next, and the last the parent of the first. */
  readonly spans: readonly Span[];
  readonly digest: Digest;
}

export function structureOf(trace: Trace): Structure {
  const steadier = createSteadier([...trace.spans, ...trace.own]);
  const contents = contentDigests(trace, steadier);
  const targetOf = linkTargets(trace, steadier, contents);
  const { leavesFirst, cycles } = peel(trace);
  const digests = new Map<Span, Digest>();
  const children = new Map<Span, readonly Span[]>();
  const digest = (span: Span): Digest => digests.get(span) ?? notReached();
  const byDigest = (a: Span, b: Span): number => compareText(digest(a), digest(b));

  const acyclic = new Set(leavesFirst);
  for (const span of [...leavesFirst, ...cycles.flat()]) {
    const below = trace
      .childrenOf(span)
      .filter((child) => acyclic.has(child))
      .sort(byDigest);
    const links = span.links.map((link) => [
      targetOf(link)?.digest ?? null,
      steadier.canonical(link.attributes),
    ]);
    children.set(span, below);
    digests.set(span, subtree(contents.get(span) ?? notReached(), links, below.map(digest)));
  }

  const tested: ReadonlySet<Span> = new Set(trace.spans);
  const tops = leavesFirst.flatMap((span): Top[] => {
    const anchor = anchorOf(trace, span, tested);
    return anchor === undefined ? [] : [{ anchor, spans: [span], digest: digestOf([anchor, digest(span)]) }];
  });
  for (const cycle of cycles) {
    const spans = lowestRotation(cycle, byDigest);
    tops.push({ anchor: 'cycle', spans, digest: digestOf(['cycle', ...spans.map(digest)]) });
  }
  const traces = group(tops);
  return {
    steadier,
    traces,
    childrenOf: (span) => children.get(span) ?? [],
    targetOf,
    digest: digestOf(traces.map((each) => each.digest)),
  };
}

/** Digests of what each span says by itself. Resources are shared, so each is written once. */
function contentDigests(trace: Trace, steadier: Steadier): ReadonlyMap<Span, Digest> {
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
  return new Map(trace.spans.map((span) => [span, sha256(contentOf(span))]));
}

/**
 * A link is described by what its target says, not by the target's place: two targets that say the same are alike,
 * and links may run in circles.
 */
function linkTargets(
  trace: Trace,
  steadier: Steadier,
  contents: ReadonlyMap<Span, Digest>,
): (link: SpanLink) => LinkTarget | undefined {
  const key = (traceId: string, spanId: string): string => `${traceId}/${spanId}`;
  const byId = new Map<string, Span>();
  // Backwards, so that the first of several spans with one id is the one that stays.
  for (const span of trace.spans.toReversed()) byId.set(key(span.traceId, span.spanId), span);
  return (link) => {
    const target = byId.get(key(link.traceId, link.spanId));
    const digest = target && contents.get(target);
    return target && digest ? { name: steadier.text(target.name), digest } : undefined;
  };
}

/** Undefined for a span that hangs under another one of the tested system. */
function anchorOf(trace: Trace, span: Span, tested: ReadonlySet<Span>): Anchor | undefined {
  if (span.parentSpanId === undefined) return 'root';
  const parent = trace.parentOf(span);
  if (parent === undefined) return 'missing';
  return tested.has(parent) ? undefined : 'runner';
}

function group(tops: readonly Top[]): readonly TraceStructure[] {
  const byTrace = Map.groupBy(tops, (top) => top.spans[0]?.traceId);
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
