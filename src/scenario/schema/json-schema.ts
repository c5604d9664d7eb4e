import { unreachable } from '../unreachable.ts';
import type { Field, Schema, Shape, TextFormat } from './dsl.ts';
import { DURATION_PATTERN } from './duration.ts';
import { exampleValue } from './example-value.ts';
import { scenarioFile } from './file.ts';

interface JsonObject {
  readonly [key: string]: unknown;
}

/**
 * JSON Schema (draft 2020-12) of native scenario files, for editors and other tools. It says what one value may be;
 * what the parts of a file say of each other, and whether a pattern compiles, only `validate` tells.
 */
export function scenarioJsonSchema(): string {
  return jsonSchemaOf('Spanwright scenario file', scenarioFile);
}

/** The same of any other kind of file. */
export function jsonSchemaOf(title: string, file: Schema<unknown>): string {
  const definitions = new Map<string, JsonObject>();
  const root = objectOf(file, definitions);
  const schema = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title,
    ...root,
    $defs: Object.fromEntries([...definitions].sort(([a], [b]) => (a < b ? -1 : 1))),
  };
  return `${JSON.stringify(schema, undefined, 2)}\n`;
}

type Definitions = Map<string, JsonObject>;

/** Objects become definitions once; where they are used they keep the description of that use. */
function jsonOf(schema: Schema<unknown>, definitions: Definitions): JsonObject {
  const { shape } = schema;
  if (shape.kind !== 'object') return { ...shapeOf(shape, definitions), ...notes(schema) };
  if (!definitions.has(shape.name)) {
    // Entered before it is filled, so that what refers to itself ends.
    definitions.set(shape.name, {});
    definitions.set(shape.name, objectOf(schema, definitions));
  }
  return { $ref: `#/$defs/${shape.name}`, description: schema.doc };
}

function objectOf(schema: Schema<unknown>, definitions: Definitions): JsonObject {
  const { shape } = schema;
  if (shape.kind !== 'object') throw new Error('only an object has fields');
  const fields = Object.entries(shape.fields);
  const required = fields
    .filter(([, field]) => field.required && field.fallback === undefined)
    .map(([key]) => key);
  return {
    type: 'object',
    ...notes(schema),
    properties: Object.fromEntries(fields.map(([key, field]) => [key, property(field, definitions)])),
    ...(required.length > 0 && { required }),
    additionalProperties: false,
  };
}

function property({ schema, becomes, fallback }: Field, definitions: Definitions): JsonObject {
  return {
    ...jsonOf(schema, definitions),
    ...(isPlain(fallback) && { default: fallback }),
    ...(becomes?.deprecated && { deprecated: true }),
  };
}

/** Durations have another form in the model than in the file, and are described in words. */
function isPlain(fallback: unknown): fallback is string | boolean {
  return typeof fallback === 'string' || typeof fallback === 'boolean';
}

function notes({ doc, examples }: Schema<unknown>): JsonObject {
  return { description: doc, ...(examples.length > 0 && { examples: examples.map(exampleValue) }) };
}

function shapeOf(shape: Exclude<Shape, { kind: 'object' }>, definitions: Definitions): JsonObject {
  switch (shape.kind) {
    case 'string':
      return {
        type: 'string',
        ...(shape.nonBlank && { pattern: '\\S' }),
        ...formats[shape.format ?? 'none'],
      };
    case 'integer':
    case 'number':
      return { type: shape.kind, ...bounds(shape) };
    case 'boolean':
      return { type: 'boolean' };
    case 'duration':
      return { type: 'string', pattern: DURATION_PATTERN, minLength: 2 };
    case 'choice':
      return shape.anyCase ? anyCase(shape.values) : { enum: shape.values };
    case 'list':
      return {
        type: 'array',
        items: jsonOf(shape.item, definitions),
        ...(shape.min > 0 && { minItems: shape.min }),
      };
    case 'tuple':
      return {
        type: 'array',
        prefixItems: shape.items.map((item) => jsonOf(item, definitions)),
        minItems: shape.items.length,
        maxItems: shape.items.length,
      };
    case 'map':
      return {
        type: 'object',
        additionalProperties: jsonOf(shape.value, definitions),
        ...(shape.keyFormat && { propertyNames: formats[shape.keyFormat] }),
      };
    case 'union':
      return { anyOf: shape.options.map((option) => jsonOf(option, definitions)) };
    case 'any':
      return {};
    default:
      return unreachable(shape);
  }
}

function bounds({
  min,
  max,
}: {
  readonly min: number | undefined;
  readonly max: number | undefined;
}): JsonObject {
  return { ...(min !== undefined && { minimum: min }), ...(max !== undefined && { maximum: max }) };
}

/** The words for completion, and a pattern for those who write them in another case. */
function anyCase(values: readonly string[]): JsonObject {
  const letters = (word: string) =>
    word.replace(/[a-z]/gi, (letter) => `[${letter.toUpperCase()}${letter.toLowerCase()}]`);
  return { anyOf: [{ enum: values }, { type: 'string', pattern: `^(${values.map(letters).join('|')})$` }] };
}

/**
 * Only what a plain pattern can say. `format` is not used: Tombi takes "date-time" for TOML's own type, and Taplo refuses
 * leap seconds.
 */
const formats: Record<TextFormat | 'none', JsonObject> = {
  none: {},
  regex: {},
  glob: {},
  command: {},
  path: {},
  'json-path': {},
  rfc3339: { pattern: '^\\d{4}-\\d{2}-\\d{2}[Tt]\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?([Zz]|[+-]\\d{2}:\\d{2})$' },
  'env-name': { pattern: '^[A-Za-z_][A-Za-z0-9_]*$' },
  'url-or-path': { pattern: '^(/|https?://|\\$\\{)' },
  'trace-id': { pattern: '^[0-9a-fA-F]{32}$' },
  pair: { pattern: '^[^=]+=' },
  name: { pattern: '^[A-Za-z0-9_][A-Za-z0-9_-]*$' },
};
