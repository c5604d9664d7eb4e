import {
  type Field,
  type Located,
  type LocatedEntry,
  type LocatedTable,
  type Schema,
  type Shape,
  scenarioFile,
} from '../../scenario/index.ts';
import { unreachable } from '../unreachable.ts';

export type ObjectShape = Extract<Shape, { kind: 'object' }>;
export type MapShape = Extract<Shape, { kind: 'map' }>;

/** A value where its author wrote it. */
export interface WrittenValue {
  readonly node: Located;
  /** What the format says of the value, of a union the option that was taken; undefined where it says nothing. */
  readonly schema: Schema<unknown> | undefined;
  /** Undefined for the items of a list. */
  readonly entry: LocatedEntry | undefined;
  /** The table that has the entry. */
  readonly table: LocatedTable | undefined;
  /** What the format says of that table. */
  readonly owner: ObjectShape | MapShape | undefined;
  /** The keys on the way to the value, without positions in lists. */
  readonly keys: readonly string[];
}

/** What the format says of the entry of a value; undefined where its key is the author's own. */
export function fieldOf({ owner, entry }: WrittenValue): Field | undefined {
  if (owner?.kind !== 'object' || !entry) return undefined;
  return Object.hasOwn(owner.fields, entry.key) ? owner.fields[entry.key] : undefined;
}

/** Every value below the root. Only the native format is known; of clnrm's tables nothing is said here. */
export function valuesIn(root: LocatedTable, isNative: boolean): WrittenValue[] {
  const found: WrittenValue[] = [];
  visit(root, { schema: isNative ? scenarioFile : undefined, keys: [], found });
  return found;
}

interface Visit {
  readonly schema: Schema<unknown> | undefined;
  readonly keys: readonly string[];
  readonly found: WrittenValue[];
}

/** Adds what is in a value; recursion ends where the parser's bound on depth is. */
function visit(node: Located, { schema, keys, found }: Visit): void {
  if (node.kind === 'table') {
    const owner = tableShape(schema);
    for (const entry of node.entries.values()) {
      const inner = {
        schema: option(schemaUnder(owner, entry.key), entry.value),
        keys: [...keys, entry.key],
      };
      found.push({ node: entry.value, entry, table: node, owner, ...inner });
      visit(entry.value, { ...inner, found });
    }
  } else if (node.kind === 'array') {
    for (const [index, item] of node.items.entries()) {
      const inner = { schema: option(schemaAt(schema, index), item), keys };
      found.push({ node: item, entry: undefined, table: undefined, owner: undefined, ...inner });
      visit(item, { ...inner, found });
    }
  }
}

function tableShape(schema: Schema<unknown> | undefined): ObjectShape | MapShape | undefined {
  const shape = schema?.shape;
  return shape?.kind === 'object' || shape?.kind === 'map' ? shape : undefined;
}

function schemaUnder(owner: ObjectShape | MapShape | undefined, key: string): Schema<unknown> | undefined {
  if (owner?.kind === 'map') return owner.value;
  return owner && Object.hasOwn(owner.fields, key) ? owner.fields[key]?.schema : undefined;
}

function schemaAt(schema: Schema<unknown> | undefined, index: number): Schema<unknown> | undefined {
  const shape = schema?.shape;
  if (shape?.kind === 'list') return shape.item;
  return shape?.kind === 'tuple' ? shape.items[index] : undefined;
}

/** The option of a union that a value takes; other schemas are their only option. */
function option(schema: Schema<unknown> | undefined, node: Located): Schema<unknown> | undefined {
  if (schema?.shape.kind !== 'union') return schema;
  for (const each of schema.shape.options) {
    const taken = option(each, node);
    if (taken && fits(taken.shape, node)) return taken;
  }
  return undefined;
}

function fits(shape: Shape, { kind }: Located): boolean {
  switch (shape.kind) {
    case 'string':
    case 'duration':
    case 'choice':
      return kind === 'string';
    case 'integer':
      return kind === 'integer';
    case 'number':
      return kind === 'integer' || kind === 'float';
    case 'boolean':
      return kind === 'boolean';
    case 'list':
    case 'tuple':
      return kind === 'array';
    case 'map':
    case 'object':
      return kind === 'table';
    case 'union':
      return false;
    case 'any':
      return true;
    default:
      return unreachable(shape);
  }
}
