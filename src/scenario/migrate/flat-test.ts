import { made, tableOf, withEntry, without } from '../generations/tree.ts';
import type { LocatedTable } from '../toml/index.ts';

/**
 * The generation with a flat `[test]`: its keys move to `[test.metadata]`, as clnrm 0.4 has it. Undefined for any other
 * file. Tables below `[test]` stay, to be reported as unknown.
 */
export function fromFlatTest(root: LocatedTable): LocatedTable | undefined {
  const test = root.entries.get('test');
  if (test?.value.kind !== 'table') return undefined;
  if (!test.value.entries.has('name') || test.value.entries.has('metadata')) return undefined;
  const { keyPlace, value: table } = test;
  const moved = [...table.entries.values()].filter(({ value }) => value.kind !== 'table');
  const rest = without(table, ...moved.map(({ key }) => key));
  const metadata = made({ key: 'metadata', value: tableOf(table.place, moved), keyPlace, written: 'test' });
  return withEntry(root, { ...test, value: withEntry(rest, metadata) });
}
