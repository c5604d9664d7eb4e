import { type Field, type KeyPath, type Schema, type Shape, scenarioFile } from '../../scenario/index.ts';

export type ObjectShape = Extract<Shape, { kind: 'object' }>;

/** What the schema says of a place in a scenario file. */
export interface SchemaPlace {
  readonly schema: Schema<unknown>;
  /** The field that the last key of the path names; undefined for keys chosen by the author, and for list items. */
  readonly field: Field | undefined;
  /** What a key chosen by the author stands for, such as `service name`. */
  readonly keys: string | undefined;
}

const root: SchemaPlace = { schema: scenarioFile, field: undefined, keys: undefined };

/**
 * What the schema says of a key path; undefined where it knows nothing of it. A single table where a list of tables
 * belongs is taken for an item, as in `[scenario]`, so that help is there before the header is put right.
 */
export function schemaAt(path: KeyPath): SchemaPlace | undefined {
  let place: SchemaPlace | undefined = root;
  for (const step of path) place = place && stepInto(place.schema, step);
  return place;
}

function stepInto(schema: Schema<unknown>, step: string | number): SchemaPlace | undefined {
  const { shape } = schema;
  switch (shape.kind) {
    case 'object': {
      const field =
        typeof step === 'string' && Object.hasOwn(shape.fields, step) ? shape.fields[step] : undefined;
      return field && { schema: field.schema, field, keys: undefined };
    }
    case 'map':
      return typeof step === 'string' ? inner(shape.value, shape.keys) : undefined;
    case 'list':
      return typeof step === 'number' ? inner(shape.item) : stepInto(shape.item, step);
    case 'tuple': {
      const item = typeof step === 'number' ? shape.items[step] : undefined;
      return item && inner(item);
    }
    case 'union':
      for (const option of shape.options) {
        const found = stepInto(option, step);
        if (found) return found;
      }
      return undefined;
    default:
      return undefined;
  }
}

function inner(schema: Schema<unknown>, keys?: string): SchemaPlace {
  return { schema, field: undefined, keys };
}

/** The options of a union, unions within included; a schema that is none is its own only option. */
export function optionsOf(schema: Schema<unknown>): readonly Schema<unknown>[] {
  return schema.shape.kind === 'union' ? schema.shape.options.flatMap(optionsOf) : [schema];
}

/** The table with declared keys that a value here may be. */
export function objectIn(schema: Schema<unknown>): ObjectShape | undefined {
  for (const { shape } of optionsOf(schema)) {
    const found = shape.kind === 'list' ? objectIn(shape.item) : shape;
    if (found?.kind === 'object') return found;
  }
  return undefined;
}

/** The table with keys of the author's that a value here may be. */
export function mapIn(schema: Schema<unknown>): Extract<Shape, { kind: 'map' }> | undefined {
  return optionsOf(schema)
    .map(({ shape }) => shape)
    .find((shape) => shape.kind === 'map');
}

/** Whether a value here is written `[[like.this]]`. */
export function isTableList({ shape }: Schema<unknown>): boolean {
  return shape.kind === 'list' && shape.item.shape.kind === 'object';
}

/** Whether a value here can have a `[header]`. */
export function isTable(schema: Schema<unknown>): boolean {
  return (
    isTableList(schema) ||
    optionsOf(schema).some(({ shape }) => shape.kind === 'object' || shape.kind === 'map')
  );
}
