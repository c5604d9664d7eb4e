import type { KeyPath } from '../path.ts';
import { unreachable } from '../unreachable.ts';
import type { Schema } from './dsl.ts';

export interface ModelText {
  readonly text: string;
  readonly path: KeyPath;
  /** Whether run-time placeholders are replaced in it. */
  readonly runtime: boolean;
}

/** Every text in a checked value that contains a part, with its key path below `path`. */
export function textsWith(
  part: string,
  schema: Schema<unknown>,
  { value, path }: { readonly value: unknown; readonly path: KeyPath },
): readonly ModelText[] {
  const found: ModelText[] = [];
  // One path that grows and shrinks on the way: most texts are passed over, and need none of their own.
  const at = [...path];
  search(schema, value);
  return found;

  function search({ shape }: Schema<unknown>, value: unknown): void {
    switch (shape.kind) {
      case 'string':
        if (typeof value !== 'string' || !value.includes(part)) return;
        found.push({ text: value, path: [...at], runtime: shape.runtime });
        return;
      case 'list':
        if (Array.isArray(value)) for (const [index, item] of value.entries()) below(index, shape.item, item);
        return;
      case 'tuple':
        if (Array.isArray(value)) {
          for (const [index, item] of shape.items.entries()) below(index, item, value[index]);
        }
        return;
      case 'map':
        for (const key in tableOf(value)) below(key, shape.value, tableOf(value)[key]);
        return;
      case 'object':
        for (const key in tableOf(value)) below(key, shape.fields[key]?.schema, tableOf(value)[key]);
        return;
      case 'union':
        // Options differ in kind, so at most one of them finds texts.
        for (const option of shape.options) search(option, value);
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

  function below(key: string | number, schema: Schema<unknown> | undefined, value: unknown): void {
    if (schema === undefined) return;
    at.push(key);
    search(schema, value);
    at.pop();
  }
}

type Table = Readonly<Record<string, unknown>>;
const NO_TABLE: Table = Object.create(null);

function tableOf(value: unknown): Table {
  // The model's tables have no prototype, so that all their keys are the author's.
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Table) : NO_TABLE;
}
