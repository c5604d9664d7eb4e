import type { KeyPath, SpanExpectation } from '../../scenario/index.ts';
import type { Tests } from '../meaning/alternatives.ts';
import { intervalOf, isUnbounded } from '../meaning/interval.ts';
import {
  alternativesLeaf,
  choiceLeaf,
  intervalLeaf,
  memberLeaf,
  namesLeaf,
  type Spot,
  testLeaf,
} from './leaf.ts';
import { node, type TreeFile, type TreeNode } from './node.ts';
import { keyText } from './text.ts';

/** Makes the leaves of one expectation: `at` appends keys to its path. */
type SpotAt = (keys: KeyPath, label: string, more?: Partial<Spot>) => Spot;

/**
 * `[[expect.span]]`: its clauses as leaves, with two that are none: `count`, how many spans must satisfy the clauses, and
 * `when`, the condition under which they are asked for.
 */
export function spanNode(span: SpanExpectation, source: TreeFile, path: KeyPath): TreeNode {
  const label = `span ${JSON.stringify(span.name)}`;
  const given = { kind: 'span', group: 'span', key: span.name, label, source, path } as const;
  return node({ ...given, children: () => partsOf(span, source, path), madeOf: span });
}

function partsOf(span: SpanExpectation, source: TreeFile, path: KeyPath): TreeNode[] {
  const at: SpotAt = (keys, label, more) => ({ source, path: [...path, ...keys], label, ...more });
  return [
    namesLeaf(at(['name'], 'name', { presence: 'always' }), { names: [span.name], widening: ['looser'] }),
    ...plainLeaves(span, at),
    ...attributeLeaves(span, at),
    ...listLeaves(span, at),
    countLeaf(span, at),
    ...(span.when ? [whenLeaf(span.when.span, at)] : []),
  ];
}

function whenLeaf(name: string, at: SpotAt): TreeNode {
  // The more spans there are to set it off, the more often it is judged.
  return namesLeaf(at(['when'], 'when', { presence: 'loosens' }), { names: [name], widening: ['tighter'] });
}

function countLeaf({ count }: SpanExpectation, at: SpotAt): TreeNode {
  // A table without bounds counts as none at all (src/expect/span/claims.ts).
  const bound = count && !isUnbounded(count) ? count : { gte: 1 };
  return intervalLeaf(at(['count'], 'count', { presence: 'always' }), intervalOf(bound));
}

function plainLeaves({ parent, kind, status, duration_ms, links }: SpanExpectation, at: SpotAt): TreeNode[] {
  const leaves: TreeNode[] = [];
  if (parent !== undefined)
    leaves.push(namesLeaf(at(['parent'], 'parent'), { names: [parent], widening: ['looser'] }));
  if (kind !== undefined) leaves.push(choiceLeaf(at(['kind'], 'kind'), [kind]));
  if (status !== undefined) leaves.push(choiceLeaf(at(['status'], 'status'), [status]));
  if (duration_ms?.min !== undefined || duration_ms?.max !== undefined) {
    const { min = 0, max = Infinity } = duration_ms;
    const milliseconds = (limit: number) => `${limit} ms`;
    leaves.push(intervalLeaf(at(['duration_ms'], 'duration_ms'), { least: min, most: max }, milliseconds));
  }
  if (links?.count && !isUnbounded(links.count))
    leaves.push(intervalLeaf(at(['links', 'count'], 'links.count'), intervalOf(links.count)));
  return leaves;
}

function attributeLeaves({ attrs, any_of, resource }: SpanExpectation, at: SpotAt): TreeNode[] {
  return [
    ...tableLeaves(attrs?.all, ['attrs', 'all'], at),
    ...tableLeaves(attrs?.none, ['attrs', 'none'], at, true),
    ...tableLeaves(resource, ['resource'], at),
    ...(attrs?.any === undefined
      ? []
      : [alternativesLeaf(at(['attrs', 'any'], 'attrs.any'), anyOf(attrs.any))]),
    ...(any_of === undefined ? [] : [alternativesLeaf(at(['any_of'], 'any_of'), any_of)]),
  ];
}

function tableLeaves(
  tests: Tests | undefined,
  keys: readonly string[],
  at: SpotAt,
  negated = false,
): TreeNode[] {
  return Object.entries(tests ?? {}).map(([key, test]) => {
    const label = `${keys.join('.')}.${keyText(key)}`;
    return testLeaf(at([...keys, key], label), test, { negated });
  });
}

/** One of several keys, or of pairs written `key=value`, split at the first `=`. */
function anyOf(any: NonNullable<NonNullable<SpanExpectation['attrs']>['any']>): Tests[] {
  const entries = isPairs(any) ? any.map(splitPair) : Object.entries(any);
  // Object.fromEntries defines keys such as `__proto__` as data.
  return entries.map(([key, test]) => Object.fromEntries([[key, test]]));
}

function isPairs(any: Tests | readonly string[]): any is readonly string[] {
  return Array.isArray(any);
}

function splitPair(pair: string): [string, string] {
  const at = pair.indexOf('=');
  return at === -1 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + 1)];
}

function listLeaves({ events, links }: SpanExpectation, at: SpotAt): TreeNode[] {
  return [...namedLeaves('events', events, at), ...namedLeaves('links', links, at)];
}

interface Named {
  readonly any?: readonly string[] | undefined;
  readonly all?: readonly string[] | undefined;
}

function namedLeaves(key: 'events' | 'links', named: Named | undefined, at: SpotAt): TreeNode[] {
  const { any, all = [] } = named ?? {};
  return [
    ...[...new Set(all)].map((name, index) => {
      const text = JSON.stringify(name);
      return memberLeaf(at([key, 'all', index], `${key}.all ${text}`), () => text);
    }),
    ...(any === undefined
      ? []
      : [
          choiceLeaf(at([key, 'any'], `${key}.any`), any, () =>
            any.map((name) => JSON.stringify(name)).join(' or '),
          ),
        ]),
  ];
}
