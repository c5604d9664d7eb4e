import type { Located } from '../../toml/index.ts';
import { unreachable } from '../../unreachable.ts';
import type { Schema, Shape, TextFormat } from '../dsl.ts';
import { MAX_DURATION_MS } from '../duration.ts';

const LONGEST_SHOWN = 60;

/** A value in words, such as `the text "3000:3000"` or `an array`. */
export function received(node: Located): string {
  switch (node.kind) {
    case 'string':
      return `the text ${quoted(node.value)}`;
    case 'integer':
      return `the integer ${node.value}`;
    case 'float':
      // TOML writes `inf` where JavaScript says Infinity, and nan in small letters.
      return `the float ${String(node.value).toLowerCase().replace('infinity', 'inf')}`;
    case 'boolean':
      return String(node.value);
    case 'datetime':
      return `the date ${node.text}`;
    case 'array':
      return node.items.length === 0 ? 'an empty array' : 'an array';
    case 'table':
      return 'a table';
    default:
      return unreachable(node);
  }
}

/** Text in quotes, cut when long. */
export function quoted(text: string): string {
  return JSON.stringify(text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text);
}

/** What a schema accepts, in words that fit after "is not". */
export function accepted(schema: Schema<unknown>): string {
  const { shape } = schema;
  switch (shape.kind) {
    case 'string':
      return shape.format === undefined ? 'text' : formatWords[shape.format];
    case 'integer':
    case 'number':
      return `${shape.kind === 'integer' ? 'an integer' : 'a number'}${range(shape)}`;
    case 'boolean':
      return 'true or false';
    case 'duration':
      return 'a duration such as "250ms", "5s" or "1h30m"';
    case 'choice':
      return shape.values.map((value) => JSON.stringify(value)).join(' or ');
    case 'list':
      return `an array of ${plural(shape.item)}`;
    case 'tuple':
      return `an array of ${shape.items.length} items`;
    case 'map':
      return `a table in which each ${shape.keys} is given ${accepted(shape.value)}`;
    case 'object':
      return 'a table';
    case 'union':
      return shape.options.map(accepted).join(', or ');
    case 'any':
      return 'a value';
    default:
      return unreachable(shape);
  }
}

const formatWords: Record<TextFormat, string> = {
  regex: 'a regular expression as text',
  glob: 'a name or a pattern with * ? [...] as text',
  command: 'a command line as text',
  path: 'a path as text',
  rfc3339: 'an instant as text, such as "2025-01-01T00:00:00Z"',
  'env-name': 'the name of an environment variable',
  'json-path': 'a JSON path as text, such as "$.items[0].id"',
  'url-or-path': 'a URL such as "http://localhost:8080/health", or a path such as "/health"',
  'trace-id': '32 hexadecimal digits as text',
  pair: 'a pair written "key=value"',
  name: 'a name of letters, digits, _ and -',
};

function plural({ shape }: Schema<unknown>): string {
  switch (shape.kind) {
    case 'string':
      return 'texts';
    case 'integer':
      return `integers${range(shape)}`;
    case 'number':
      return `numbers${range(shape)}`;
    case 'tuple':
      return `pairs such as ["a", "b"]`;
    case 'object':
    case 'map':
      return 'tables';
    default:
      return 'values';
  }
}

/** Such as ` from 1 to 65535`; empty when there are no bounds. */
export function range({ min, max }: Extract<Shape, { kind: 'integer' | 'number' }>): string {
  if (min !== undefined && max !== undefined) return ` from ${min} to ${max}`;
  if (min !== undefined) return ` of at least ${min}`;
  return max === undefined ? '' : ` of at most ${max}`;
}

/** How a table at a path is begun, such as `[[expect.span]]`; undefined for what is not a table. */
export function headerOf({ shape }: Schema<unknown>, path: string): string | undefined {
  if (shape.kind === 'object') return `[${path}]`;
  if (shape.kind === 'list') return shape.item.shape.kind === 'object' ? `[[${path}]]` : undefined;
  if (shape.kind !== 'map') return undefined;
  return shape.value.shape.kind === 'object' ? `[${path}.NAME]` : `[${path}]`;
}

export const longestDuration = `at most ${MAX_DURATION_MS} ms, which is about 24 days`;
