import { type ScenarioFile, type Schema, scenarioFile } from '../../scenario/index.ts';
import { plainKey, plainPattern } from './plain-pattern.ts';

/**
 * A model in which everything that fixes may exchange looks the same: two files with equal meanings are judged alike.
 * Patterns that look for a plain text become the test of that text.
 */
export function meaningOf(model: ScenarioFile): unknown {
  return meaning(scenarioFile, model);
}

function meaning({ shape }: Schema<unknown>, value: unknown): unknown {
  switch (shape.kind) {
    case 'list':
      return Array.isArray(value) ? value.map((item) => meaning(shape.item, item)) : value;
    case 'union': {
      const inner = shape.options.find(({ shape: { kind } }) => fits(kind, value));
      return inner ? meaning(inner, value) : value;
    }
    case 'map':
      return isTable(value)
        ? new Map(Object.entries(value).map(([key, item]) => [key, meaning(shape.value, item)]))
        : value;
    case 'object': {
      if (!isTable(value)) return value;
      const { name, fields } = shape;
      const entries = Object.entries(value).flatMap(([key, item]): [string, unknown][] => {
        const field = fields[key];
        return item === undefined || !field ? [] : [plainEntry(name, [key, meaning(field.schema, item)])];
      });
      return new Map(entries);
    }
    default:
      return value;
  }
}

function fits(kind: Schema<unknown>['shape']['kind'], value: unknown): boolean {
  if (Array.isArray(value)) return kind === 'list';
  return isTable(value) ? kind === 'object' || kind === 'map' : false;
}

function plainEntry(table: string, [key, value]: readonly [string, unknown]): [string, unknown] {
  if (typeof value !== 'string' || (table !== 'Operators' && table !== 'OutputExpectation'))
    return [key, value];
  const plain = plainPattern(value);
  const other = plain && plainKey(table, key, plain);
  return plain && other !== undefined ? [other, plain.text] : [key, value];
}

function isTable(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
