import type { LocatedEntry, LocatedTable } from '../../toml/index.ts';
import type { Field, Schema, Shape } from '../dsl.ts';
import { below, headerText, INVALID, nameText, type Unchecked } from './context.ts';
import { accepted, headerOf, quoted } from './describe.ts';
import { formatFault } from './format.ts';
import { isMistyped, reportUnknownKey } from './unknown-key.ts';

type ShapeOf<K extends Shape['kind']> = Extract<Shape, { kind: K }>;

/**
 * A table whose keys the schema knows. The value has no prototype, as keys come from outside. What is unknown, or wrong
 * but optional, is reported and left out: the checks that follow can then still look at the rest.
 */
export function checkObject(shape: ShapeOf<'object'>, value: Unchecked<LocatedTable>): unknown {
  const { entries } = value.node;
  const result: Record<string, unknown> = Object.create(null);
  let valid = true;
  for (const entry of entries.values()) {
    if (!Object.hasOwn(shape.fields, entry.key)) reportUnknownKey(shape, value, entry);
  }
  for (const [key, field] of fieldsOf(shape)) {
    const entry = entries.get(key);
    const checked = entry
      ? visitEntry(value, entry, field.schema)
      : field.required && field.fallback === undefined
        ? missing(shape, value, key)
        : INVALID;
    if (checked !== INVALID) result[key] = checked;
    else if (field.fallback !== undefined) result[key] = field.fallback;
    else if (field.required) valid = false;
  }
  return valid ? result : INVALID;
}

const fieldLists = new WeakMap<ShapeOf<'object'>, readonly (readonly [string, Field])[]>();

/** Listed once for each schema; listing them for each table would take a third of the check. */
function fieldsOf(shape: ShapeOf<'object'>): readonly (readonly [string, Field])[] {
  const known = fieldLists.get(shape);
  if (known) return known;
  const listed = Object.entries(shape.fields);
  fieldLists.set(shape, listed);
  return listed;
}

/** A table whose keys are the author's. Entries at fault are reported and left out. */
export function checkMap(shape: ShapeOf<'map'>, value: Unchecked<LocatedTable>): unknown {
  const result: Record<string, unknown> = Object.create(null);
  for (const [key, entry] of value.node.entries) {
    const named = checkKey(shape, value, entry);
    const checked = visitEntry(value, entry, shape.value);
    if (named && checked !== INVALID) result[key] = checked;
  }
  return result;
}

function visitEntry({ context, at }: Unchecked, entry: LocatedEntry, schema: Schema<unknown>): unknown {
  return context.visit({ node: entry.value, schema, declared: schema, at: below(at, entry), context });
}

function checkKey(
  { keys, keyFormat }: ShapeOf<'map'>,
  { context, at }: Unchecked,
  entry: LocatedEntry,
): boolean {
  // clnrm has no placeholders that would need to write a name.
  if (keyFormat === undefined || (keyFormat === 'name' && context.dialect === 'clnrm')) return true;
  const fault = formatFault(keyFormat, entry.key);
  if (fault === undefined) return true;
  context.report(fault.code, () => ({
    message: `the ${keys} ${quoted(entry.key)} in \`${nameText(at)}\` cannot be used: ${fault.message}`,
    place: entry.keyPlace,
    hint: fault.hint,
  }));
  return false;
}

function missing(shape: ShapeOf<'object'>, { node, at, context }: Unchecked<LocatedTable>, key: string) {
  const schema = shape.fields[key]?.schema;
  // In clnrm files an unknown key is but a warning, so there the absence has to be an error of its own.
  const isTold = context.dialect === 'native' && isMistyped(shape, node.entries.keys(), key);
  if (!schema || isTold) return INVALID;
  const table = headerText(at);
  const header = headerOf(schema, table === '' ? key : `${table}.${key}`);
  context.report('SW3004', () => ({
    message: `${table === '' ? 'the file' : `\`${table}\``} has no \`${header ?? key}\``,
    place: node.place,
    expected: header ? undefined : `\`${key}\`: ${accepted(schema)}`,
    hint: `add \`${header ?? `${key} = …`}\`: ${schema.doc}`,
  }));
  return INVALID;
}
