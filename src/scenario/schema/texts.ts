import type { KeyPath } from '../path.ts';
import { unreachable } from '../unreachable.ts';
import type { Schema } from './dsl.ts';

export interface ModelText {
  readonly text: string;
  readonly path: KeyPath;
  /** Whether run-time placeholders are replaced in it. */
  readonly runtime: boolean;
}

/** Every text in a checked value, with its key path below `path`. */
export function* textsIn({ shape }: Schema<unknown>, value: unknown, path: KeyPath): Generator<ModelText> {
  switch (shape.kind) {
    case 'string':
      if (typeof value === 'string') yield { text: value, path, runtime: shape.runtime };
      return;
    case 'list':
      for (const [index, item] of itemsOf(value)) yield* textsIn(shape.item, item, [...path, index]);
      return;
    case 'tuple':
      for (const [index, item] of itemsOf(value)) {
        const schema = shape.items[index];
        if (schema) yield* textsIn(schema, item, [...path, index]);
      }
      return;
    case 'map':
      for (const [key, item] of entriesOf(value)) yield* textsIn(shape.value, item, [...path, key]);
      return;
    case 'object':
      for (const [key, item] of entriesOf(value)) {
        const field = shape.fields[key];
        if (field) yield* textsIn(field.schema, item, [...path, key]);
      }
      return;
    case 'union':
      // Options differ in kind, so at most one of them finds texts.
      for (const option of shape.options) yield* textsIn(option, value, path);
      return;
    case 'integer':
    case 'number':
    case 'boolean':
    case 'duration':
    case 'choice':
    case 'any':
      return;
    default:
      unreachable(shape);
  }
}

function itemsOf(value: unknown): Iterable<[number, unknown]> {
  return Array.isArray(value) ? value.entries() : [];
}

function entriesOf(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
}
