import type { Located, LocatedTable } from '../toml/index.ts';
import type { Metadata } from './metadata.ts';
import { itemsUnder, made, tableOf, textAt, withEntry, without } from './tree.ts';

/** Makes the top-level `[[steps]]` of clnrm 0.4 one scenario, named after the file, before those of `[[scenario]]`. */
export function normaliseSteps(root: LocatedTable, { name, timeout }: Metadata): LocatedTable {
  const steps = root.entries.get('steps');
  if (!steps) return root;
  const rest = without(root, 'steps');
  const others = itemsUnder(root, 'scenario') ?? [];
  const { place } = steps.value;
  const scenario = tableOf(place, [
    // What is wrong with the name of the file is said once, by the check of its metadata.
    name && saysSomething(name.value)
      ? { ...name, value: distinctName(name.value, others) }
      : made({ key: 'name', value: textAt(place, 'steps') }),
    timeout,
    steps,
  ]);
  const existing = rest.entries.get('scenario');
  const array: Located = { kind: 'array', items: [scenario, ...others], place, form: 'tables' };
  return withEntry(rest, existing ? { ...existing, value: array } : made({ key: 'scenario', value: array }));
}

function saysSomething(name: Located): boolean {
  return name.kind === 'string' && name.value.trim() !== '';
}

function distinctName(name: Located, others: readonly Located[]): Located {
  if (name.kind !== 'string') return name;
  const taken = others.some((other) => {
    const value = other.kind === 'table' ? other.entries.get('name')?.value : undefined;
    return value?.kind === 'string' && value.value === name.value;
  });
  return taken ? { ...name, value: `${name.value} (steps)` } : name;
}
