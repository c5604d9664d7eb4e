import { formatDuration, type KeyPath, type ValueTest } from '../../scenario/index.ts';
import type { Tests } from '../meaning/alternatives.ts';
import { type Interval, intervalText } from '../meaning/interval.ts';
import type { Widening } from '../meaning/names.ts';
import { canonicalOf, node, type Presence, type TreeFile, type TreeNode } from './node.ts';
import { valueText } from './text.ts';

/** Where a leaf stands, and what it is to its neighbours. */
export interface Spot {
  readonly source: TreeFile;
  readonly path: KeyPath;
  readonly label: string;
  /** Default: the label, so that it is replaced by nothing but itself. */
  readonly group?: string;
  readonly key?: string;
  readonly presence?: Presence;
}

function leaf(
  spot: Spot,
  { meaning, text, canonical }: Pick<Said, 'meaning' | 'text' | 'canonical'>,
): TreeNode {
  const { source, path, label, group = label, key = label, presence = 'tightens' } = spot;
  return node({
    kind: 'leaf',
    group,
    key,
    label,
    source,
    path,
    leaf: { meaning, presence, text, canonical },
  });
}

type Said = NonNullable<TreeNode['leaf']>;

export function intervalLeaf(spot: Spot, interval: Interval, show?: (limit: number) => string): TreeNode {
  const canonical = `${interval.least} to ${interval.most}`;
  return leaf(spot, {
    meaning: { kind: 'interval', interval },
    text: () => intervalText(interval, show),
    canonical,
  });
}

/** A limit from above, in milliseconds, that always applies: less time asks for more. */
export function durationLeaf(spot: Spot, ms: number): TreeNode {
  const meaning = { kind: 'interval', interval: { least: 0, most: ms } } as const;
  return leaf(
    { presence: 'always', ...spot },
    { meaning, text: () => formatDuration(ms), canonical: String(ms) },
  );
}

/** A number from 0 on of which a smaller one asks for more. */
export function limitLeaf(spot: Spot, most: number): TreeNode {
  const meaning = { kind: 'interval', interval: { least: 0, most } } as const;
  return leaf(
    { presence: 'always', ...spot },
    { meaning, text: () => String(most), canonical: String(most) },
  );
}

export function choiceLeaf(spot: Spot, items: readonly string[], text = () => items.join(' or ')): TreeNode {
  const canonical = items.length === 1 ? JSON.stringify(items) : canonicalOf([...new Set(items)].sort());
  return leaf(spot, { meaning: { kind: 'oneOf', items }, text, canonical });
}

/** Something that is there or is not; the key says it all. */
export function memberLeaf(spot: Spot, text = () => 'true'): TreeNode {
  return leaf(spot, { meaning: { kind: 'oneOf', items: [] }, text, canonical: '' });
}

export function testLeaf(
  spot: Spot,
  test: ValueTest,
  { negated = false, text = () => valueText(test) } = {},
): TreeNode {
  const meaning = { kind: 'test', test, negated } as const;
  return leaf(spot, { meaning, text, canonical: canonicalOf(test) });
}

export function alternativesLeaf(spot: Spot, tables: readonly Tests[]): TreeNode {
  const texts = [...new Set(tables.map(canonicalOf))].sort();
  return leaf(spot, {
    meaning: { kind: 'alternatives', tables },
    text: () => (tables.length === 0 ? 'nothing' : tables.map((table) => valueText(table)).join(' or ')),
    canonical: canonicalOf(texts),
  });
}

export interface NamesGiven {
  readonly names: readonly string[];
  readonly widening: readonly Widening[];
  readonly toleranceMs?: number;
  readonly text?: () => string;
}

export function namesLeaf(spot: Spot, { names, widening, toleranceMs, text }: NamesGiven): TreeNode {
  return leaf(spot, {
    meaning: { kind: 'names', names, widening, ...(toleranceMs !== undefined && { toleranceMs }) },
    text: text ?? (() => namesText(names)),
    canonical: `${toleranceMs ?? ''} ${JSON.stringify(names)}`,
  });
}

function namesText(names: readonly string[]): string {
  const shown = names.map((name) => JSON.stringify(name)).join(', ');
  return names.length === 1 ? shown : `[${shown}]`;
}

export function hostLeaf(spot: Spot, glob: string): TreeNode {
  return leaf(spot, { meaning: { kind: 'host', glob }, text: () => JSON.stringify(glob), canonical: glob });
}

/** What can only be the same or not. */
export function opaqueLeaf(spot: Spot, value: unknown): TreeNode {
  const given = {
    meaning: { kind: 'opaque' },
    text: () => valueText(value),
    canonical: canonicalOf(value),
  } as const;
  return leaf({ presence: 'unclear', ...spot }, given);
}

export function labelLeaf(spot: Spot, value: unknown): TreeNode {
  const given = {
    meaning: { kind: 'label' },
    text: () => valueText(value),
    canonical: canonicalOf(value),
  } as const;
  return leaf({ presence: 'nothing', ...spot }, given);
}
