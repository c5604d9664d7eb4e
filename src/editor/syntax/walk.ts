import type { KeyPath } from '../../scenario/index.ts';
import type { Block, Header, KeyPart, Pair, Tree, Value } from './tree.ts';

/** A block with the path of the table that its header opens. */
export interface PlacedBlock extends Block {
  readonly path: KeyPath;
}

/** Gives every block its path, counting the items of `[[lists]]`. */
export function placed(tree: Tree): readonly PlacedBlock[] {
  const counts = new Map<string, number>();
  return tree.blocks.map((block) => ({ ...block, path: block.header ? pathOf(block.header, counts) : [] }));
}

function pathOf({ parts, isArray }: Header, counts: Map<string, number>): KeyPath {
  const path: (string | number)[] = [];
  for (const [index, { name }] of parts.entries()) {
    path.push(name);
    const id = idOf(path);
    if (isArray && index === parts.length - 1) counts.set(id, (counts.get(id) ?? 0) + 1);
    const count = counts.get(id);
    if (count !== undefined) path.push(count - 1);
  }
  return path;
}

/** A text that tells paths apart. */
export function idOf(path: KeyPath): string {
  return JSON.stringify(path);
}

/** A part of a key or header. */
export interface KeyVisit {
  readonly part: KeyPart;
  /** Of what the part names; for a `[[header]]`, without the position of the item. */
  readonly path: KeyPath;
  readonly block: PlacedBlock;
  /** Undefined for a part of a header. */
  readonly pair: Pair | undefined;
  /** Whether keys or values of the named thing follow, rather than another part. */
  readonly isLast: boolean;
}

export interface ValueVisit {
  readonly value: Value;
  readonly path: KeyPath;
  readonly block: PlacedBlock;
}

export interface Visitor {
  key?(visit: KeyVisit): void;
  value?(visit: ValueVisit): void;
}

/** Calls the visitor for every part of every key and for every value, inner ones included, in the order of the text. */
export function walk(blocks: readonly PlacedBlock[], visitor: Visitor): void {
  for (const block of blocks) {
    if (block.header) visitHeader(block, block.header, visitor);
    for (const pair of block.pairs) visitPair(block, block.path, pair, visitor);
  }
}

function visitHeader(block: PlacedBlock, { parts }: Header, visitor: Visitor): void {
  let depth = 0;
  for (const [index, part] of parts.entries()) {
    depth++;
    visitor.key?.({
      part,
      path: block.path.slice(0, depth),
      block,
      pair: undefined,
      isLast: index === parts.length - 1,
    });
    while (typeof block.path[depth] === 'number') depth++;
  }
}

function visitPair(block: PlacedBlock, table: KeyPath, pair: Pair, visitor: Visitor): void {
  const path = [...table];
  for (const [index, part] of pair.parts.entries()) {
    path.push(part.name);
    visitor.key?.({ part, path: [...path], block, pair, isLast: index === pair.parts.length - 1 });
  }
  if (pair.value) visitValue(block, path, pair.value, visitor);
}

function visitValue(block: PlacedBlock, path: KeyPath, value: Value, visitor: Visitor): void {
  visitor.value?.({ value, path, block });
  if (value.kind === 'table') {
    for (const pair of value.pairs) visitPair(block, path, pair, visitor);
  } else if (value.kind === 'array') {
    for (const [index, item] of value.items.entries()) visitValue(block, [...path, index], item, visitor);
  }
}
