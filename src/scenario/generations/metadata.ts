import type { Report } from '../problems.ts';
import { below } from '../schema/check/context.ts';
import { type CheckInput, check } from '../schema/check.ts';
import { anything, object, optional } from '../schema/dsl.ts';
import { parseDuration } from '../schema/duration.ts';
import type { Located, LocatedEntry, LocatedTable } from '../toml/index.ts';
import { renamed, tableUnder, withEntry, without } from './tree.ts';

/** What the scenario made of top-level steps takes over. */
export interface Metadata {
  readonly name: LocatedEntry | undefined;
  readonly timeout: LocatedEntry | undefined;
}

const test = object(
  'Test',
  { metadata: optional(anything({ doc: 'Metadata.' })) },
  { doc: "clnrm 0.4's table." },
);

/** Turns `[test.metadata]` into `[meta]`; where both stand, `[meta]` wins key by key, as in clnrm (a.3). */
export function normaliseMetadata(
  root: LocatedTable,
  input: CheckInput,
): { readonly root: LocatedTable; readonly metadata: Metadata } {
  const testEntry = root.entries.get('test');
  if (testEntry) check(test, testEntry.value, { ...input, at: below(undefined, testEntry) });
  const old = testEntry?.value.kind === 'table' ? testEntry.value.entries.get('metadata') : undefined;
  const rest = without(root, 'test');
  const meta = tableUnder(rest, 'meta');
  if (meta) requireVersion(meta, input.report);
  if (old?.value.kind !== 'table') {
    return { root: rest, metadata: { name: meta?.entries.get('name'), timeout: undefined } };
  }
  const timeout = timeoutOf(old.value, input.report);
  const merged = mergeMeta(old.value, meta);
  const entry = root.entries.get('meta') ?? renamed(old, 'meta', 'test.metadata');
  return {
    root: withEntry(rest, { ...entry, value: merged }),
    metadata: { name: merged.entries.get('name'), timeout },
  };
}

function requireVersion(meta: LocatedTable, report: Report): void {
  if (meta.entries.has('version')) return;
  report('SW3004', () => ({
    message: '`meta` has no `version`',
    place: meta.place,
    hint: 'add `version = "1.0.0"`; clnrm files must have it beside `name`',
  }));
}

function mergeMeta(old: LocatedTable, meta: LocatedTable | undefined): LocatedTable {
  const kept = withoutUnfit(old, ['version', 'tags', 'authors']);
  return meta ? { ...meta, entries: new Map([...kept.entries, ...meta.entries]) } : kept;
}

/** Keys that only describe, which clnrm does not read: what is not as the native key wants it is left out. */
function withoutUnfit(table: LocatedTable, keys: readonly string[]): LocatedTable {
  const unfit = keys.filter((key) => {
    const value = table.entries.get(key)?.value;
    return value !== undefined && !(key === 'version' ? value.kind === 'string' : isListOfTexts(value));
  });
  return without(table, 'timeout', ...unfit);
}

function isListOfTexts(value: Located): boolean {
  return value.kind === 'array' && value.items.every(({ kind }) => kind === 'string');
}

/** No clnrm enforces it; the scenario made of the steps does, where it is a duration that Spanwright reads. */
function timeoutOf(old: LocatedTable, report: Report): LocatedEntry | undefined {
  const entry = old.entries.get('timeout');
  if (!entry) return undefined;
  if (entry.value.kind === 'string' && parseDuration(entry.value.value) !== undefined) return entry;
  report('SW3020', () => ({
    message: '`timeout` is not a duration and has no effect',
    place: entry.value.place,
    expected: 'a duration such as "60s" or "5m"',
  }));
  return undefined;
}
