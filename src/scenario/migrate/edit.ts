import { renamed, withEntry, without } from '../generations/tree.ts';
import type { LocatedTable } from '../toml/index.ts';

/** Changed copies of located tables; each gives the table itself where there is nothing to change. */

type Change = (table: LocatedTable) => LocatedTable;

/** With a key renamed; not where the new name is taken. */
export function rename(table: LocatedTable, from: string, to: string): LocatedTable {
  const entry = table.entries.get(from);
  return entry && !table.entries.has(to) ? withEntry(without(table, from), renamed(entry, to)) : table;
}

/** With the table under a key changed. */
export function inTable(table: LocatedTable, key: string, change: Change): LocatedTable {
  const entry = table.entries.get(key);
  return entry?.value.kind === 'table' ? withEntry(table, { ...entry, value: change(entry.value) }) : table;
}

/** With each table in the list under a key changed. */
export function inItems(table: LocatedTable, key: string, change: Change): LocatedTable {
  const entry = table.entries.get(key);
  if (entry?.value.kind !== 'array') return table;
  const items = entry.value.items.map((item) => (item.kind === 'table' ? change(item) : item));
  return withEntry(table, { ...entry, value: { ...entry.value, items } });
}
