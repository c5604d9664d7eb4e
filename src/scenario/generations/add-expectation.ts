import type { Report } from '../problems.ts';
import type { Located, LocatedEntry, LocatedTable } from '../toml/index.ts';
import { writtenKey } from '../written.ts';
import { made, tableOf, withEntry } from './tree.ts';

/**
 * Adds what an older table expects to `[expect]` of the file: lists grow, tables take the keys they lack. The same key
 * written in both is reported.
 */
export function addExpectation(root: LocatedTable, expectation: LocatedEntry, report: Report): LocatedTable {
  const entry =
    root.entries.get('expect') ?? made({ key: 'expect', value: tableOf(expectation.keyPlace, []) });
  // What stands there instead of a table is reported by the check.
  if (entry.value.kind !== 'table') return root;
  return withEntry(root, { ...entry, value: addAll(entry.value, [expectation], report) });
}

function addAll(table: LocatedTable, added: Iterable<LocatedEntry>, report: Report): LocatedTable {
  const entries = new Map(table.entries);
  for (const entry of added) {
    const existing = entries.get(entry.key);
    const value = existing ? merged(existing.value, entry.value, report) : entry.value;
    if (value) entries.set(entry.key, existing ? { ...existing, value } : entry);
    else if (existing) reportTwice(entry, existing, report);
  }
  return { ...table, entries };
}

function merged(into: Located, from: Located, report: Report): Located | undefined {
  if (into.kind === 'array' && from.kind === 'array')
    return { ...into, items: [...into.items, ...from.items] };
  if (into.kind !== 'table' || from.kind !== 'table') return undefined;
  return addAll(into, from.entries.values(), report);
}

function reportTwice(entry: LocatedEntry, existing: LocatedEntry, report: Report): void {
  report('SW3015', () => ({
    message: `\`${writtenKey(entry)}\` is said twice, here and in \`[expect]\``,
    place: entry.keyPlace,
    hint: 'keep one of the two',
    related: [{ message: 'the other one', place: existing.keyPlace }],
  }));
}
