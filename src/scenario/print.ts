import type { Schema } from './schema/dsl.ts';
import { formatDuration } from './schema/duration.ts';
import { type ScenarioFile, scenarioFile } from './schema/file.ts';
import { printToml, type TomlData, type TomlTable } from './toml/index.ts';

/**
 * A native scenario file that loads as this model. Nothing is left out, defaults included. Throws on text that TOML
 * cannot hold (half a surrogate pair), which no file can have brought in.
 */
export function printScenarioFile(model: ScenarioFile): string {
  return printToml(tableFor(scenarioFile, model));
}

/** A value as a file has it: durations are text there, and everything else is as in the model. */
function written(schema: Schema<unknown>, value: unknown): TomlData {
  const { shape } = schema;
  if (shape.kind === 'duration' && typeof value === 'number') return formatDuration(value);
  if (shape.kind === 'list' && Array.isArray(value)) return value.map((item) => written(shape.item, item));
  if (isTable(value) && (shape.kind === 'object' || shape.kind === 'map')) return tableFor(schema, value);
  // A checked model holds nothing but TOML data, and no union has a duration among its options.
  return value as TomlData;
}

function tableFor({ shape }: Schema<unknown>, value: object): TomlTable {
  const table: Record<string, TomlData> = Object.create(null);
  for (const [key, item] of Object.entries(value)) {
    const schema = shape.kind === 'map' ? shape.value : shape.kind === 'object' && shape.fields[key]?.schema;
    if (schema && item !== undefined) table[key] = written(schema, item);
  }
  return table;
}

function isTable(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
