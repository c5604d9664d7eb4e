import type { Place } from '../../diagnostic/index.ts';
import type { Located, LocatedArray, LocatedEntry, LocatedTable } from '../toml/index.ts';
import type { RewrittenEntry } from '../written.ts';

/** Located trees are never changed; these make changed copies, sharing what stays the same. */

export function without(table: LocatedTable, ...keys: readonly string[]): LocatedTable {
  const entries = new Map(table.entries);
  for (const key of keys) entries.delete(key);
  return { ...table, entries };
}

export function withEntry(table: LocatedTable, entry: LocatedEntry): LocatedTable {
  return { ...table, entries: new Map(table.entries).set(entry.key, entry) };
}

/** The entry under another key; messages go on naming it as `written`. */
export function renamed(entry: LocatedEntry, key: string, written = entry.key): RewrittenEntry {
  return { ...entry, key, written };
}

/** An entry that nobody wrote as such; its place is that of its value where no other is given. */
export function made(
  entry: Pick<LocatedEntry, 'key' | 'value'> & Partial<Pick<RewrittenEntry, 'keyPlace' | 'written'>>,
): RewrittenEntry {
  return { keyPlace: entry.value.place, written: '', ...entry };
}

/** Entries that are undefined are left out. */
export function tableOf(place: Place, entries: readonly (LocatedEntry | undefined)[]): LocatedTable {
  const present = entries.filter((entry) => entry !== undefined);
  return {
    kind: 'table',
    entries: new Map(present.map((entry) => [entry.key, entry])),
    place,
    form: 'dotted',
  };
}

export function arrayOf(place: Place, items: readonly Located[]): LocatedArray {
  return { kind: 'array', items, place, form: 'inline' };
}

export function textAt(place: Place, value: string): Located {
  return { kind: 'string', value, place };
}

/** The table under a key, when it is one. */
export function tableUnder(table: LocatedTable, key: string): LocatedTable | undefined {
  const value = table.entries.get(key)?.value;
  return value?.kind === 'table' ? value : undefined;
}

/** The items under a key, when it is an array. */
export function itemsUnder(table: LocatedTable, key: string): readonly Located[] | undefined {
  const value = table.entries.get(key)?.value;
  return value?.kind === 'array' ? value.items : undefined;
}
