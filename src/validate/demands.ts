import { isGlob, isOwnName, type KeyPath, type SpanExpectation } from '../scenario/index.ts';
import { leastOf, rangeOf } from './bounds.ts';
import { coverage, literally } from './names.ts';
import { remembered } from './remembered.ts';
import type { Part, Scope } from './scopes.ts';

/** A number of spans of one name that an expectation cannot do without. */
export interface Demand {
  readonly name: string;
  /** At least 1. */
  readonly least: number;
  readonly at: KeyPath;
}

/** A number of spans of one name that an expectation does not allow to be exceeded. */
export interface Cap {
  readonly name: string;
  /** The name or glob of the spans that are meant; `by_name` takes its names as they stand. */
  readonly pattern: string;
  readonly most: number;
  readonly at: KeyPath;
}

export interface PlacedSpan {
  readonly span: SpanExpectation;
  readonly at: KeyPath;
}

export const spansIn = remembered(({ parts }: Scope): readonly PlacedSpan[] =>
  parts.flatMap(({ expect, base }) =>
    (expect.span ?? []).map((span, index) => ({ span, at: [...base, 'span', index] })),
  ),
);

/** The span expectations that at least one span has to satisfy. */
export const neededSpans = remembered((scope: Scope): readonly PlacedSpan[] =>
  spansIn(scope).filter(({ span }) => leastOf(span) > 0),
);

/** Everything in a scope that needs spans of a name. A name may be demanded several times, for the same spans. */
export const demandsIn = remembered((scope: Scope): readonly Demand[] => {
  const needed = neededSpans(scope).flatMap(({ span, at }): Demand[] => [
    { name: span.name, least: leastOf(span), at: [...at, 'name'] },
    ...(span.parent === undefined ? [] : [{ name: span.parent, least: 1, at: [...at, 'parent'] }]),
  ]);
  return [...needed, ...scope.parts.flatMap(demandsOfPart)];
});

function demandsOfPart({ expect, base }: Part): Demand[] {
  const demands: Demand[] = [];
  const add = (names: readonly string[] | undefined, ...at: KeyPath) => {
    for (const [index, name] of (names ?? []).entries()) {
      demands.push({ name, least: 1, at: [...base, ...at, index] });
    }
  };
  for (const [name, bound] of Object.entries(expect.counts?.by_name ?? {})) {
    const { least } = rangeOf(bound);
    if (least > 0) demands.push({ name, least, at: [...base, 'counts', 'by_name', name] });
  }
  for (const [index, pair] of (expect.graph?.must_include ?? []).entries())
    add(pair, 'graph', 'must_include', index);
  for (const [index, { outer, contains }] of (expect.window ?? []).entries()) {
    demands.push({ name: outer, least: 1, at: [...base, 'window', index, 'outer'] });
    add(contains, 'window', index, 'contains');
  }
  for (const key of ['must_precede', 'must_follow'] as const) {
    for (const [index, pair] of (expect.order?.[key] ?? []).entries()) add(pair, 'order', key, index);
  }
  for (const name of Object.keys(expect.status?.by_name ?? {})) {
    demands.push({ name, least: 1, at: [...base, 'status', 'by_name', name] });
  }
  for (const [index, { span_names, parent_child = [] }] of (expect.trace ?? []).entries()) {
    add(span_names, 'trace', index, 'span_names');
    for (const [position, pair] of parent_child.entries())
      add(pair, 'trace', index, 'parent_child', position);
  }
  return demands;
}

/** Limits on the number of all spans of a name, whatever else they are like. */
export const capsIn = remembered((scope: Scope): readonly Cap[] => {
  const byName = scope.parts.flatMap(({ expect, base }) =>
    Object.entries(expect.counts?.by_name ?? {}).map(([name, bound]) => {
      const at = [...base, 'counts', 'by_name', name];
      return { name, pattern: literally(name), most: rangeOf(bound).most, at };
    }),
  );
  const bySpan = spansIn(scope).flatMap(({ span, at }) => {
    const { name, count, ...clauses } = span;
    const plain = Object.values(clauses).every((clause) => clause === undefined);
    return plain && count ? [{ name, pattern: name, most: rangeOf(count).most, at: [...at, 'count'] }] : [];
  });
  return [...byName, ...bySpan].filter(({ most }) => most < Infinity);
});

/** Whether at most one span can have a name. */
export const singleNames = remembered((scope: Scope): ((name: string) => boolean) => {
  const capped = capsIn(scope).filter(({ most }) => most <= 1);
  const wide = coverage(capped.map(({ pattern }) => pattern));
  return (name) => !isGlob(name) && wide(name).length > 0;
});

/** The largest demand for each name. */
export function largestDemands(demands: readonly Demand[]): Map<string, Demand> {
  const largest = new Map<string, Demand>();
  for (const demand of demands) {
    if (demand.least > (largest.get(demand.name)?.least ?? 0)) largest.set(demand.name, demand);
  }
  return largest;
}

export interface Total {
  readonly least: number;
  readonly demands: readonly Demand[];
}

/**
 * How many spans are needed at the least to meet all demands: spans of different exact names are different spans, and
 * so are those of a glob that matches none of these names. Spanwright's own spans do not count.
 */
export function totalOf(demands: readonly Demand[]): Total {
  const largest = [...largestDemands(demands).values()].filter(({ name }) => !isOwnName(name));
  const exact = largest.filter(({ name }) => !isGlob(name));
  const globs = largest.filter(({ name }) => isGlob(name));
  const meet = coverage(globs.map(({ name }) => name));
  const met = new Set(exact.flatMap(({ name }) => meet(name)));
  const apart = most(globs.filter(({ name }) => !met.has(name)));
  const added = [...exact, ...(apart ? [apart] : [])];
  const sum = added.reduce((total, { least }) => total + least, 0);
  const single = most(globs);
  return single && single.least > sum
    ? { least: single.least, demands: [single] }
    : { least: sum, demands: added };
}

function most(demands: readonly Demand[]): Demand | undefined {
  return demands.reduce<Demand | undefined>(
    (best, demand) => (demand.least > (best?.least ?? 0) ? demand : best),
    undefined,
  );
}
