import type { Digest } from '../digest/index.ts';
import type { AttributeValue, Span } from './span.ts';
import { type Structure, structureOf } from './structure.ts';
import type { Trace } from './trace.ts';

/**
 * A span without what varies from run to run (see volatile.ts). Plain data but for the Maps of attributes.
 */
export interface NormalisedSpan {
  /** Position of the parent in the list; or why there is none: a true root, a parent nobody sent, one of Spanwright's own. */
  readonly parent: number | 'root' | 'missing' | 'runner';
  /** Counts the trace ids from 0: spans with the same number share one. */
  readonly trace: number;
  readonly name: string;
  readonly kind: Span['kind'];
  readonly status: Span['status'];
  readonly attributes: ReadonlyMap<string, AttributeValue>;
  readonly events: readonly {
    readonly name: string;
    readonly attributes: ReadonlyMap<string, AttributeValue>;
  }[];
  readonly links: readonly NormalisedLink[];
  /** Name of the instrumentation scope. */
  readonly scope: string;
  readonly resource: ReadonlyMap<string, AttributeValue>;
}

export interface NormalisedLink {
  /** Name of the span it leads to, and a digest of what that span says; undefined when nobody sent it. */
  readonly to: { readonly name: string; readonly digest: Digest } | undefined;
  readonly attributes: ReadonlyMap<string, AttributeValue>;
}

/**
 * The tested system's spans with ids, times, process ids, ports and machine-specific resource attributes replaced,
 * parents before children, siblings in an order of their content. Two traces that differ only in what varies, or in
 * the order spans arrived in, give equal lists.
 */
export function normaliseTrace(trace: Trace): readonly NormalisedSpan[] {
  const structure = structureOf(trace);
  const written: NormalisedSpan[] = [];
  for (const [number, each] of structure.traces.entries()) {
    const write = (span: Span, parent: NormalisedSpan['parent']): number =>
      written.push(normaliseSpan(span, { structure, parent, trace: number })) - 1;
    for (const top of each.tops) {
      const first = written.length;
      const last = first + top.spans.length - 1;
      for (const [index, span] of top.spans.entries()) {
        if (top.anchor === 'cycle') write(span, index === 0 ? last : first + index - 1);
        else write(span, top.anchor);
      }
      const waiting = top.spans
        .flatMap((span, index) => childrenUnder(structure, span, first + index))
        .reverse();
      for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
        const position = write(next.span, next.parent);
        // One by one: a spread of some 100,000 arguments overflows the stack.
        for (const below of childrenUnder(structure, next.span, position).reverse()) waiting.push(below);
      }
    }
  }
  return written;
}

/**
 * Digest of a trace's structure and content: equal for equal traces whatever order their spans came in and whatever
 * random ids, times and ports they carry. Linear in spans, apart from sorting siblings.
 */
export function traceDigest(trace: Trace): Digest {
  return structureOf(trace).digest;
}

interface Waiting {
  readonly span: Span;
  readonly parent: number;
}

function childrenUnder(structure: Structure, span: Span, parent: number): Waiting[] {
  return structure.childrenOf(span).map((child) => ({ span: child, parent }));
}

interface SpanPlace {
  readonly structure: Structure;
  readonly parent: NormalisedSpan['parent'];
  readonly trace: number;
}

function normaliseSpan(span: Span, { structure, parent, trace }: SpanPlace): NormalisedSpan {
  const { steadier } = structure;
  return {
    parent,
    trace,
    name: steadier.text(span.name),
    kind: span.kind,
    status: { code: span.status.code, message: steadier.text(span.status.message) },
    attributes: steadier.attributes(span.attributes),
    events: span.events.map((event) => ({
      name: steadier.text(event.name),
      attributes: steadier.attributes(event.attributes),
    })),
    links: span.links.map((link) => ({
      to: structure.targetOf(link),
      attributes: steadier.attributes(link.attributes),
    })),
    scope: span.scope.name,
    resource: steadier.resource(span.resource.attributes),
  };
}
