import { type Fix, nearest } from '../../../diagnostic/index.ts';
import type { Dialect } from '../../dialect.ts';
import type { LocatedEntry, LocatedTable } from '../../toml/index.ts';
import { writtenKey } from '../../written.ts';
import type { Shape } from '../dsl.ts';
import { headerText, type Unchecked } from './context.ts';
import { headerOf } from './describe.ts';

type ObjectShape = Extract<Shape, { kind: 'object' }>;

/** Keys that only describe. Nothing is lost when they are not read, so clnrm files may have them anywhere. */
const descriptive = new Set([
  'description',
  'desc',
  'summary',
  'title',
  'notes',
  'note',
  'comment',
  'comments',
  'tag',
  'tags',
  'labels',
  'category',
  'author',
  'authors',
  'maintainer',
  'owner',
  'license',
  'version',
  'created',
  'updated',
  'service_name',
  'documentation',
  'url',
  'homepage',
]);

export function isDescriptive(key: string): boolean {
  return descriptive.has(key);
}

const MOST_KEYS_LISTED = 24;

/** Reports a key that the table does not have: an error in native files, a warning in clnrm files. */
export function reportUnknownKey(
  shape: ObjectShape,
  value: Unchecked<LocatedTable>,
  entry: LocatedEntry,
): void {
  const { context, at } = value;
  const tolerated = context.dialect === 'clnrm';
  if (tolerated && isDescriptive(entry.key)) return;
  const key = writtenKey(entry);
  const subject = at
    ? `the key \`${key}\` in \`${headerText(at)}\``
    : `the ${isTable(entry) ? 'table' : 'key'} \`${key}\``;
  const effect = shape.name === 'Expectations' ? ', so a run is undecided at best' : ' and has no effect';
  context.report(
    'SW3003',
    () => ({
      message: tolerated ? `${subject} is unknown${effect}` : `${subject} is unknown`,
      place: entry.keyPlace,
      ...suggestion(shape, value, entry),
    }),
    tolerated ? 'warning' : 'error',
  );
}

function isTable({ value }: LocatedEntry): boolean {
  return value.kind === 'table' || (value.kind === 'array' && value.form === 'tables');
}

function suggestion(shape: ObjectShape, value: Unchecked<LocatedTable>, entry: LocatedEntry) {
  const { context, at } = value;
  const isRoot = at === undefined;
  const meant = meantKey(shape, entry.key, { dialect: context.dialect, isRoot });
  if (meant === undefined) {
    const known = currentKeys(shape);
    const rest = known.length > MOST_KEYS_LISTED ? ', …' : '';
    return { expected: `one of ${known.slice(0, MOST_KEYS_LISTED).join(', ')}${rest}` };
  }
  const text = spelled(shape, value, meant);
  const certain = Object.hasOwn(shape.slips, entry.key);
  return {
    hint: certain ? `write \`${text}\`` : `did you mean \`${text}\`?`,
    fix: renaming(shape, value.node, entry, meant),
  };
}

export interface Surroundings {
  readonly dialect: Dialect;
  /** Whether the table is the file itself. */
  readonly isRoot: boolean;
}

/** Tables of clnrm's that are rewritten before the check, by name, as they are written. */
const clnrmTables: Readonly<Record<string, string>> = {
  test: '[test.metadata]',
  services: '[services.NAME]',
  steps: '[[steps]]',
  otel_validation: '[otel_validation]',
};

/**
 * The key that an unknown one was most likely meant to be: what it is known to be mistaken for, else the nearest key,
 * else what the nearest of clnrm's keys or of the known mistakes stands for.
 */
export function meantKey(shape: ObjectShape, key: string, around: Surroundings): string | undefined {
  if (Object.hasOwn(shape.slips, key)) return shape.slips[key];
  const { current, deprecated } = keysOf(shape);
  if (around.dialect === 'clnrm') {
    const tables = around.isRoot ? Object.keys(clnrmTables) : [];
    const near = nearest(key, [...current, ...deprecated, ...tables]);
    if (near !== undefined) return (tables.includes(near) && clnrmTables[near]) || near;
  }
  const near = nearest(key, current);
  if (near !== undefined) return near;
  const old = nearest(key, deprecated);
  if (old !== undefined) return shape.fields[old]?.becomes?.path.join('.');
  const slip = nearest(key, Object.keys(shape.slips));
  return slip === undefined ? undefined : shape.slips[slip];
}

function keysOf({ fields }: ObjectShape) {
  const keys = Object.keys(fields);
  const isDeprecated = (key: string) => fields[key]?.becomes?.deprecated === true;
  return {
    current: keys.filter((key) => !isDeprecated(key)),
    deprecated: keys.filter(isDeprecated),
  };
}

function currentKeys(shape: ObjectShape): string[] {
  return keysOf(shape).current;
}

/** Beyond this many keys nobody looks for the one that was meant. */
const MOST_KEYS_COMPARED = 50;

/** Whether one of the keys of a native table is another one mistyped; its absence is then no news. */
export function isMistyped(shape: ObjectShape, keys: Iterable<string>, wanted: string): boolean {
  const around = { dialect: 'native', isRoot: false } as const;
  return [...keys]
    .slice(0, MOST_KEYS_COMPARED)
    .some((key) => !Object.hasOwn(shape.fields, key) && meantKey(shape, key, around) === wanted);
}

/** A key of the file's top level is written as a header, others as they are. */
function spelled(shape: ObjectShape, { at }: Unchecked, target: string): string {
  const field = Object.hasOwn(shape.fields, target) ? shape.fields[target] : undefined;
  const header = at === undefined && field ? headerOf(field.schema, target) : undefined;
  return header ?? target;
}

/** The key alone can be replaced only where the right one is a key of the same table and not there yet. */
function renaming(
  shape: ObjectShape,
  node: LocatedTable,
  entry: LocatedEntry,
  target: string,
): Fix | undefined {
  if (!Object.hasOwn(shape.fields, target) || node.entries.has(target)) return undefined;
  return { title: `Rename to ${target}`, place: entry.keyPlace, text: target };
}
