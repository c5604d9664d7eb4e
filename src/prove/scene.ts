import { compileGlob } from '../expect/index.ts';
import {
  type Attributes,
  createSteadier,
  type Resource,
  type Span,
  type Steadier,
  type Trace,
} from '../trace/index.ts';

/** The trace that faults are planted into, as the operators see it. */
export interface Scene {
  readonly trace: Trace;
  readonly steadier: Steadier;
  /** The parent among the tested system's spans; own spans and the span itself are none. */
  parentOf(span: Span): Span | undefined;
  /** Without own spans, which no fault is planted into. */
  childrenOf(span: Span): readonly Span[];
  /** Up to so many spans of the same parent that come after it in order. */
  siblingsAfter(span: Span, count: number): readonly Span[];
  /** The last span of the same parent that comes before it in order. */
  siblingBefore(span: Span): Span | undefined;
  /** A span and all below it, once each however parents run in circles. */
  subtreeOf(span: Span): readonly Span[];
  /** Whether the value of an attribute varies from run to run: by nature, or because `ignore` says so. */
  isVolatile(span: Span, key: string): boolean;
  isVolatileResource(resource: Resource, key: string): boolean;
}

/** `ignore` are globs of attribute keys that are declared to vary. */
export function createScene(trace: Trace, ignore: readonly string[]): Scene {
  const globs = ignore.map(compileGlob);
  const isIgnored = (key: string) => globs.some((glob) => glob.test(key));
  const steadier = createSteadier([...trace.spans, ...trace.own]);
  const steadied = remembered((attributes: Attributes) => steadier.attributes(attributes));
  const steadiedResource = remembered((attributes: Attributes) => steadier.resource(attributes));
  /** What is left out of resources, or varies in them, describes the machine. */
  const isMachines = (attributes: Attributes, key: string) => {
    const kept = steadiedResource(attributes).get(key);
    return kept === undefined || varies(kept) || (key === 'service.name' && kept !== attributes.get(key));
  };
  const own = new Set(trace.own);
  const positions = new WeakMap<readonly Span[], ReadonlyMap<Span, number>>();
  const positionIn = (siblings: readonly Span[], span: Span): number => {
    const known = positions.get(siblings) ?? new Map(siblings.map((each, index) => [each, index]));
    positions.set(siblings, known);
    return known.get(span) ?? siblings.length;
  };
  const childrenOf = (span: Span) => trace.childrenOf(span).filter((child) => !own.has(child));
  return {
    trace,
    steadier,
    parentOf(span) {
      const parent = trace.parentOf(span);
      return parent === undefined || parent === span || own.has(parent) ? undefined : parent;
    },
    siblingsAfter(span, count) {
      const parent = trace.parentOf(span);
      if (!parent) return [];
      const siblings = trace.childrenOf(parent);
      const after = positionIn(siblings, span) + 1;
      return siblings.slice(after, after + count).filter((each) => !own.has(each));
    },
    siblingBefore(span) {
      const parent = trace.parentOf(span);
      if (!parent || own.has(parent)) return undefined;
      const siblings = trace.childrenOf(parent);
      const before = siblings[positionIn(siblings, span) - 1];
      return before && !own.has(before) ? before : undefined;
    },
    childrenOf,
    subtreeOf: (span) => subtreeOf(span, childrenOf),
    isVolatile: ({ attributes }, key) => isIgnored(key) || varies(steadied(attributes).get(key)),
    isVolatileResource: ({ attributes }, key) =>
      isIgnored(key) || SDK.test(key) || isMachines(attributes, key),
  };
}

/** Which library sends the spans is no behaviour of the tested system. */
const SDK = /^telemetry\.(sdk|distro|auto)\./;
/** What is left of a value that varies by nature: all of it. */
const PLACEHOLDER = /^<(?:varies|uuid|time|id)>$/;

function varies(value: unknown): boolean {
  return typeof value === 'string' && PLACEHOLDER.test(value);
}

/** Attributes are asked for key by key. */
function remembered<V>(work: (attributes: Attributes) => V): (attributes: Attributes) => V {
  const known = new WeakMap<Attributes, { readonly value: V }>();
  return (attributes) => {
    const found = known.get(attributes) ?? { value: work(attributes) };
    known.set(attributes, found);
    return found.value;
  };
}

function subtreeOf(span: Span, childrenOf: Scene['childrenOf']): Span[] {
  const found = new Set([span]);
  for (const each of found) for (const child of childrenOf(each)) found.add(child);
  return [...found];
}
