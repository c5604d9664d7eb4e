import {
  type CountsExpectation,
  type Expectations,
  formatDuration,
  type GraphExpectation,
  type HermeticityExpectation,
  type KeyPath,
  type OrderExpectation,
  type StatusExpectation,
  type TraceExpectation,
  type WindowExpectation,
} from '../../scenario/index.ts';
import { intervalOf, isUnbounded } from '../meaning/interval.ts';
import {
  choiceLeaf,
  durationLeaf,
  hostLeaf,
  intervalLeaf,
  memberLeaf,
  namesLeaf,
  type Spot,
  testLeaf,
} from './leaf.ts';
import { distinct, node, type TreeFile, type TreeNode } from './node.ts';
import { spanNode } from './span.ts';
import { keyText } from './text.ts';

/** Clocks may be apart by this much unless the file says otherwise (src/expect/time.ts). */
const DEFAULT_TOLERANCE_MS = 1;

/** Where the children of one table stand. */
interface Base {
  readonly source: TreeFile;
  readonly path: KeyPath;
}

/**
 * Everything one table of expectations claims. What asks for nothing, such as an empty table or `acyclic = false`, is
 * left out: it is never judged.
 */
export function expectationNodes(expect: Expectations, base: Base): TreeNode[] {
  const { span, graph, counts, window, order, status, hermeticity, trace, unjudged = [] } = expect;
  const at = (...keys: KeyPath): Base => ({ source: base.source, path: [...base.path, ...keys] });
  return [
    ...distinct((span ?? []).map((each, index) => spanNode(each, base.source, at('span', index).path))),
    ...table('graph', graph, at('graph'), graphLeaves),
    ...table('counts', counts, at('counts'), countLeaves),
    ...windowLeaves(window ?? [], base),
    ...table('order', order, at('order'), orderLeaves),
    ...table('status', status, at('status'), statusLeaves),
    ...table('hermeticity', hermeticity, at('hermeticity'), hermeticityNodes),
    ...distinct((trace ?? []).map((each, index) => traceNode(each, at('trace', index)))),
    ...distinct(
      unjudged.map((claim, index) =>
        memberLeaf(spot(base, ['unjudged', index], `unjudged ${JSON.stringify(claim)}`), () =>
          JSON.stringify(claim),
        ),
      ),
    ),
  ];
}

function table<T>(
  label: string,
  content: T | undefined,
  { source, path }: Base,
  make: (content: T, base: Base) => readonly TreeNode[],
): TreeNode[] {
  if (content === undefined) return [];
  const children = () => distinct(make(content, { source, path }));
  return [node({ kind: 'table', group: label, key: label, label, source, path, children, madeOf: content })];
}

function spot({ source, path }: Base, keys: KeyPath, label: string, more: Partial<Spot> = {}): Spot {
  return { source, path: [...path, ...keys], label, ...more };
}

type Edge = readonly [string, string];

function pairText([first, second]: Edge): string {
  return `[${JSON.stringify(first)}, ${JSON.stringify(second)}]`;
}

function graphLeaves({ must_include, must_not_cross, acyclic }: GraphExpectation, base: Base): TreeNode[] {
  const edge = (key: 'must_include' | 'must_not_cross', names: Edge, index: number) => {
    const widening = key === 'must_include' ? 'looser' : 'tighter';
    const label = `${key} ${pairText(names)}`;
    return namesLeaf(spot(base, [key, index], label, { group: key }), {
      names,
      widening: [widening, widening],
    });
  };
  return [
    ...(must_include ?? []).map((names, index) => edge('must_include', names, index)),
    ...(must_not_cross ?? []).map((names, index) => edge('must_not_cross', names, index)),
    ...(acyclic ? [memberLeaf(spot(base, ['acyclic'], 'acyclic'))] : []),
  ];
}

function countLeaves(counts: CountsExpectation, base: Base): TreeNode[] {
  const totals = (['spans_total', 'events_total', 'errors_total'] as const).flatMap((key) => {
    const bound = counts[key];
    return bound && !isUnbounded(bound) ? [intervalLeaf(spot(base, [key], key), intervalOf(bound))] : [];
  });
  const named = Object.entries(counts.by_name ?? {}).flatMap(([name, bound]) => {
    const where = spot(base, ['by_name', name], `by_name.${keyText(name)}`);
    return isUnbounded(bound) ? [] : [intervalLeaf(where, intervalOf(bound))];
  });
  return [...totals, ...named];
}

/** One leaf for each span that must lie inside another. Of two tolerances for the same pair the smaller decides. */
function windowLeaves(windows: readonly WindowExpectation[], base: Base): TreeNode[] {
  const found = new Map<string, { readonly leaf: TreeNode; readonly toleranceMs: number }>();
  for (const [index, { outer, contains, tolerance = DEFAULT_TOLERANCE_MS }] of windows.entries()) {
    for (const [position, inner] of contains.entries()) {
      const slack = tolerance === DEFAULT_TOLERANCE_MS ? '' : `, tolerance ${formatDuration(tolerance)}`;
      const text = `${JSON.stringify(inner)} inside ${JSON.stringify(outer)}${slack}`;
      const key = pairText([outer, inner]);
      const known = found.get(key);
      if (known && known.toleranceMs <= tolerance) continue;
      const where = { group: 'window', key };
      const leaf = namesLeaf(spot(base, ['window', index, 'contains', position], `window: ${text}`, where), {
        names: [outer, inner],
        // A wider name for what is inside asks for more spans, but not for those of the old name.
        widening: ['looser', 'unclear'],
        toleranceMs: tolerance,
        text: () => text,
      });
      found.set(key, { leaf, toleranceMs: tolerance });
    }
  }
  return [...found.values()].map(({ leaf }) => leaf);
}

function orderLeaves(order: OrderExpectation, base: Base): TreeNode[] {
  const { must_precede = [], must_follow = [], mode = 'exists', tolerance = DEFAULT_TOLERANCE_MS } = order;
  const widening = mode === 'exists' ? 'looser' : 'unclear';
  const leaf = (names: Edge, path: KeyPath) => {
    const text = `${JSON.stringify(names[0])} before ${JSON.stringify(names[1])}`;
    const where = spot(base, path, `order: ${text}`, { group: 'order' });
    return namesLeaf(where, { names, widening: [widening, widening], text: () => text });
  };
  const pairs = [
    ...must_precede.map((names, index) => leaf(names, ['must_precede', index])),
    ...must_follow.map(([second, first], index) => leaf([first, second], ['must_follow', index])),
  ];
  if (pairs.length === 0) return [];
  // Every pair in order implies that some are.
  const items = mode === 'all' ? ['all'] : ['all', 'exists'];
  const settings = [
    choiceLeaf(spot(base, ['mode'], 'order.mode', { presence: 'always' }), items, () => mode),
    durationLeaf(spot(base, ['tolerance'], 'order.tolerance'), tolerance),
  ];
  return [...pairs, ...settings];
}

function statusLeaves({ all, by_name }: StatusExpectation, base: Base): TreeNode[] {
  return [
    ...(all ? [choiceLeaf(spot(base, ['all'], 'status.all'), [all])] : []),
    ...Object.entries(by_name ?? {}).map(([name, status]) =>
      choiceLeaf(spot(base, ['by_name', name], `status.by_name.${keyText(name)}`), [status]),
    ),
  ];
}

function hermeticityNodes(hermeticity: HermeticityExpectation, base: Base): TreeNode[] {
  const { no_external_services, allow = [], resource_attrs, span_attrs } = hermeticity;
  const hosts = allow.map((given, index) => {
    const host = given.toLowerCase();
    const where = { group: 'allow', presence: 'loosens' } as const;
    return hostLeaf(spot(base, ['allow', index], `allow ${JSON.stringify(host)}`, where), host);
  });
  const label = 'no_external_services';
  const { source } = base;
  const path = [...base.path, label];
  return [
    ...(no_external_services
      ? [node({ kind: 'claim', group: label, key: label, label, source, path, children: distinct(hosts) })]
      : []),
    ...Object.entries(resource_attrs?.must_match ?? {}).map(([key, test]) =>
      testLeaf(
        spot(base, ['resource_attrs', 'must_match', key], `resource_attrs.must_match.${keyText(key)}`),
        test,
      ),
    ),
    ...(span_attrs?.forbid_keys ?? []).map((key, index) =>
      memberLeaf(
        spot(base, ['span_attrs', 'forbid_keys', index], `span_attrs.forbid_keys ${JSON.stringify(key)}`),
        () => JSON.stringify(key),
      ),
    ),
  ];
}

function traceNode(trace: TraceExpectation, base: Base): TreeNode {
  const { trace_id, span_names, parent_child = [], complete } = trace;
  const children = [
    ...span_names.map((name, index) => {
      const where = spot(base, ['span_names', index], `span_names ${JSON.stringify(name)}`, {
        group: 'span_names',
      });
      return namesLeaf(where, { names: [name], widening: ['looser'] });
    }),
    ...parent_child.map((names, index) => {
      const where = spot(base, ['parent_child', index], `parent_child ${pairText(names)}`, {
        group: 'parent_child',
      });
      return namesLeaf(where, { names, widening: ['looser', 'looser'] });
    }),
    ...(complete ? [memberLeaf(spot(base, ['complete'], 'complete'))] : []),
    ...(trace_id === undefined
      ? []
      : [choiceLeaf(spot(base, ['trace_id'], 'trace_id'), [trace_id.toLowerCase()])]),
  ];
  const key = JSON.stringify([...new Set(span_names)].sort());
  const label = `trace ${key}`;
  const { source, path } = base;
  return node({ kind: 'claim', group: 'trace', key, label, source, path, children: distinct(children) });
}
