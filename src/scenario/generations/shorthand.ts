import { below } from '../schema/check/context.ts';
import { type CheckInput, check } from '../schema/check.ts';
import type { Field, Schema, Shape, Shorthand } from '../schema/dsl.ts';
import type { Located, LocatedEntry, LocatedTable } from '../toml/index.ts';
import { writtenKey } from '../written.ts';
import { stepOfScenario } from './scenario-run.ts';
import { made, renamed, tableOf, withEntry, without } from './tree.ts';

type ObjectShape = Extract<Shape, { kind: 'object' }>;

/**
 * Rewrites every shorthand that the schema declares to what it stands for, at any depth, so that the check and the
 * model know one spelling only. What is wrong with a value is reported under the name it was written with.
 */
export function expandShorthands(schema: Schema<unknown>, node: Located, input: CheckInput): Located {
  const { shape } = schema;
  if (shape.kind === 'list' && node.kind === 'array') {
    // In lists of anything else nothing is short for something.
    if (!['object', 'map', 'list'].includes(shape.item.shape.kind)) return node;
    const items = node.items.map((item, index) =>
      expandShorthands(shape.item, item, { ...input, at: below(input.at, index) }),
    );
    return items.every((item, index) => item === node.items[index]) ? node : { ...node, items };
  }
  if (node.kind !== 'table') return node;
  if (shape.kind === 'map') return expandEntries(node, () => shape.value, input);
  if (shape.kind !== 'object') return node;
  return expandKeys(
    shape,
    expandEntries(node, (key) => fieldOf(shape, key)?.schema, input),
    input,
  );
}

function expandEntries(
  table: LocatedTable,
  schemaOf: (key: string) => Schema<unknown> | undefined,
  input: CheckInput,
): LocatedTable {
  let entries: Map<string, LocatedEntry> | undefined;
  for (const [key, entry] of table.entries) {
    // In what is neither table nor array nothing can be short for something.
    if (entry.value.kind !== 'table' && entry.value.kind !== 'array') continue;
    const schema = schemaOf(key);
    const value = schema ? expandShorthands(schema, entry.value, inEntry(input, entry)) : entry.value;
    if (value === entry.value) continue;
    entries ??= new Map(table.entries);
    entries.set(key, { ...entry, value });
  }
  return entries ? { ...table, entries } : table;
}

function expandKeys(shape: ObjectShape, table: LocatedTable, input: CheckInput): LocatedTable {
  let result = table;
  const step: LocatedEntry[] = [];
  for (const entry of table.entries.values()) {
    const field = fieldOf(shape, entry.key);
    if (!field || !isShorthand(field)) continue;
    result = without(result, entry.key);
    if (isFaulty(field, entry, input)) continue;
    if (field.becomes.path[0] === 'steps') step.push(entry);
    else result = move(result, { entry, becomes: field.becomes }, input);
  }
  return step.length === 0 ? result : stepOfScenario(result, step, input.report);
}

/** A single value is held to what the shorthand may be, which can be less than its target; a table is checked there. */
function isFaulty({ schema }: Field, entry: LocatedEntry, input: CheckInput): boolean {
  const single = ['string', 'integer', 'boolean'].includes(schema.shape.kind);
  return single && check(schema, entry.value, inEntry(input, entry)) === undefined;
}

interface Move {
  readonly entry: LocatedEntry;
  readonly becomes: Shorthand['becomes'];
}

function move(table: LocatedTable, { entry, becomes }: Move, { report }: CheckInput): LocatedTable {
  const taken = entryAt(table, becomes.path);
  if (!taken) return put(table, becomes.path, inUnit(entry, becomes.unit));
  const target = becomes.path.join('.');
  report('SW3015', () => ({
    message: `\`${writtenKey(entry)}\` and \`${target}\` say the same thing`,
    place: entry.keyPlace,
    hint: becomes.deprecated ? `keep \`${target}\`` : 'keep one of the two',
    related: [{ message: 'the other one', place: taken.keyPlace }],
  }));
  return table;
}

function entryAt(table: LocatedTable, [key = '', ...rest]: readonly string[]): LocatedEntry | undefined {
  const entry = table.entries.get(key);
  if (rest.length === 0 || entry?.value.kind !== 'table') return rest.length === 0 ? entry : undefined;
  return entryAt(entry.value, rest);
}

/** Puts the value of an entry under a path, making the tables on the way. */
function put(table: LocatedTable, [key = '', ...rest]: readonly string[], entry: LocatedEntry): LocatedTable {
  if (rest.length === 0) return withEntry(table, renamed(entry, key, writtenKey(entry)));
  const existing = table.entries.get(key);
  const inner = existing?.value ?? tableOf(entry.keyPlace, []);
  // What stands there instead of a table is reported by the check.
  if (inner.kind !== 'table') return table;
  const value = put(inner, rest, entry);
  return withEntry(table, existing ? { ...existing, value } : made({ key, value, keyPlace: entry.keyPlace }));
}

function inUnit(entry: LocatedEntry, unit: string | undefined): LocatedEntry {
  const { value } = entry;
  if (unit === undefined || value.kind !== 'integer') return entry;
  return { ...entry, value: { kind: 'string', value: `${value.value}${unit}`, place: value.place } };
}

function inEntry(input: CheckInput, entry: LocatedEntry): CheckInput {
  return { ...input, at: below(input.at, entry) };
}

function fieldOf(shape: ObjectShape, key: string): Field | undefined {
  return Object.hasOwn(shape.fields, key) ? shape.fields[key] : undefined;
}

function isShorthand(field: Field): field is Shorthand {
  return field.becomes !== undefined;
}
