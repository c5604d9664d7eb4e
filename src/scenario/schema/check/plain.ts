import type { Located } from '../../toml/index.ts';
import { unreachable } from '../../unreachable.ts';
import type { AnyValue } from '../dsl.ts';

/** A value without its places; dates and times become text. */
export function plainValue(node: Located): AnyValue {
  switch (node.kind) {
    case 'string':
    case 'integer':
    case 'float':
    case 'boolean':
      return node.value;
    case 'datetime':
      return node.text;
    case 'array':
      return node.items.map(plainValue);
    case 'table': {
      const table: Record<string, AnyValue> = Object.create(null);
      for (const [key, entry] of node.entries) table[key] = plainValue(entry.value);
      return table;
    }
    default:
      return unreachable(node);
  }
}
