import type { Digest } from '../digest/index.ts';
import type { AttributeValue, Resource, Span } from './span.ts';
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
  const normalise = normaliser(structure);
  const written: NormalisedSpan[] = [];
  for (const [number, each] of structure.traces.entries()) {
    const write = (position: number, parent: NormalisedSpan['parent']): number => {
      const span = trace.spans[position];
      if (span) written.push(normalise(span, { parent, trace: number }));
      return written.length - 1;
    };
    for (const top of each.tops) {
      const first = written.length;
      const last = first + top.spans.length - 1;
      for (const [index, position] of top.spans.entries()) {
        if (top.anchor === 'cycle') write(position, index === 0 ? last : first + index - 1);
        else write(position, top.anchor);
      }
      const waiting = top.spans
        .flatMap((position, index) => childrenUnder(structure, position, first + index))
        .reverse();
      for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
        const parent = write(next.position, next.parent);
        // One by one: a spread of some 100,000 arguments overflows the stack.
        for (const below of childrenUnder(structure, next.position, parent).reverse()) waiting.push(below);
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
  readonly position: number;
  readonly parent: number;
}

function childrenUnder(structure: Structure, position: number, parent: number): Waiting[] {
  return structure.childrenOf(position).map((child) => ({ position: child, parent }));
}

type Place = Pick<NormalisedSpan, 'parent' | 'trace'>;

function normaliser({ steadier, targetOf }: Structure): (span: Span, place: Place) => NormalisedSpan {
  // Resources are shared between spans, and so is what is made of them.
  const resources = new Map<Resource, NormalisedSpan['resource']>();
  const resourceOf = (resource: Resource): NormalisedSpan['resource'] => {
    const known = resources.get(resource) ?? steadier.resource(resource.attributes);
    resources.set(resource, known);
    return known;
  };
  return (span, { parent, trace }) => ({
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
      to: targetOf(link),
      attributes: steadier.attributes(link.attributes),
    })),
    scope: span.scope.name,
    resource: resourceOf(span.resource),
  });
}
