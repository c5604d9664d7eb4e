import { type At, below } from '../schema/check/context.ts';
import { type CheckInput, check } from '../schema/check.ts';
import type { Field, Schema, Shape, Shorthand } from '../schema/dsl.ts';
import type { Located, LocatedEntry, LocatedTable } from '../toml/index.ts';
import { writtenKey } from '../written.ts';
import { stepOfScenario } from './scenario-run.ts';
import { made, renamed, tableOf, withEntry, without } from './tree.ts';

/**
 * Rewrites every shorthand that the schema declares to what it stands for, at any depth, so that the check and the
 * model know one spelling only. What is wrong with a value is reported under the name it was written with.
 */
export function expandShorthands(
  schema: Schema<unknown>,
  node: Located,
  input: CheckInput,
  at?: At,
): Located {
  const { shape } = schema;
  if (shape.kind === 'list' && node.kind === 'array') {
    const items = node.items.map((item, index) =>
      expandShorthands(shape.item, item, input, below(at, index)),
    );
    return items.every((item, index) => item === node.items[index]) ? node : { ...node, items };
  }
  if (node.kind !== 'table') return node;
  if (shape.kind === 'map') return expandEntries(node, () => shape.value, input, at);
  if (shape.kind !== 'object') return node;
  const inner = expandEntries(node, (key) => fieldOf(shape, key)?.schema, input, at);
  return expandKeys(shape, inner, input, at);
}

function expandEntries(
  table: LocatedTable,
  schemaOf: (key: string) => Schema<unknown> | undefined,
  input: CheckInput,
  at: At | undefined,
): LocatedTable {
  const entries = new Map<string, LocatedEntry>();
  let changed = false;
  for (const [key, entry] of table.entries) {
    const schema = schemaOf(key);
    const value = schema ? expandShorthands(schema, entry.value, input, below(at, entry)) : entry.value;
    changed ||= value !== entry.value;
    entries.set(key, value === entry.value ? entry : { ...entry, value });
  }
  return changed ? { ...table, entries } : table;
}

function expandKeys(
  shape: Extract<Shape, { kind: 'object' }>,
  table: LocatedTable,
  input: CheckInput,
  at: At | undefined,
): LocatedTable {
  let result = table;
  const step: LocatedEntry[] = [];
  for (const entry of table.entries.values()) {
    const field = fieldOf(shape, entry.key);
    if (!field || !isShorthand(field)) continue;
    result = without(result, entry.key);
    if (isFaulty(field, entry, { ...input, at: below(at, entry) })) continue;
    if (field.becomes.path[0] === 'steps') step.push(entry);
    else result = move(result, entry, field, input);
  }
  return step.length === 0 ? result : stepOfScenario(result, step, input.report);
}

/** A single value is held to what the shorthand may be, which can be less than its target; a table is checked there. */
function isFaulty({ schema }: Field, entry: LocatedEntry, input: CheckInput): boolean {
  const single = ['string', 'integer', 'boolean'].includes(schema.shape.kind);
  return single && check(schema, entry.value, input) === undefined;
}

function move(
  table: LocatedTable,
  entry: LocatedEntry,
  { becomes }: Shorthand,
  { report }: CheckInput,
): LocatedTable {
  const [first = '', ...rest] = becomes.path;
  const target = inUnit(entry, becomes.unit);
  return put(table, [first, ...rest], target, (existing) => {
    report('SW3015', () => ({
      message: `\`${writtenKey(entry)}\` and \`${becomes.path.join('.')}\` say the same thing`,
      place: entry.keyPlace,
      hint: becomes.deprecated ? `keep \`${becomes.path.join('.')}\`` : 'keep one of the two',
      related: [{ message: 'the other one', place: existing.keyPlace }],
    }));
  });
}

function inUnit(entry: LocatedEntry, unit: string | undefined): LocatedEntry {
  const { value } = entry;
  if (unit === undefined || value.kind !== 'integer') return entry;
  return { ...entry, value: { kind: 'string', value: `${value.value}${unit}`, place: value.place } };
}

/** Puts the value of an entry under a path, making the tables on the way. */
function put(
  table: LocatedTable,
  [key, ...rest]: readonly [string, ...string[]],
  entry: LocatedEntry,
  onTaken: (existing: LocatedEntry) => void,
): LocatedTable {
  const existing = table.entries.get(key);
  const [next, ...others] = rest;
  if (next === undefined) {
    if (existing) onTaken(existing);
    return existing ? table : withEntry(table, renamed(entry, key, writtenKey(entry)));
  }
  const inner = existing?.value ?? tableOf(entry.keyPlace, []);
  // What stands there instead of a table is reported by the check.
  if (inner.kind !== 'table') return table;
  const value = put(inner, [next, ...others], entry, onTaken);
  return withEntry(table, existing ? { ...existing, value } : made(key, value, entry.keyPlace));
}

function fieldOf(shape: Extract<Shape, { kind: 'object' }>, key: string): Field | undefined {
  return Object.hasOwn(shape.fields, key) ? shape.fields[key] : undefined;
}

function isShorthand(field: Field): field is Shorthand {
  return field.becomes !== undefined;
}
