import { itemsUnder, made, tableOf, withEntry, without } from '../generations/tree.ts';
import type { Located, LocatedEntry, LocatedTable } from '../toml/index.ts';
import { inItems, rename } from './edit.ts';

const metadata = ['name', 'description', 'timeout', 'version', 'tags', 'author', 'authors'];

/**
 * clnrm 0.3: the top-level `name` and its like become `[test.metadata]`, `[[scenarios]]` become `[[scenario]]`, `cmd`
 * of a step becomes `command`, `[policy]` goes to every scenario without one, and each of `[[services]]` becomes
 * `[services.NAME]`. Undefined for any other file.
 */
export function fromVersion03(root: LocatedTable): LocatedTable | undefined {
  if (!itemsUnder(root, 'scenarios') || !root.entries.has('name')) return undefined;
  if (root.entries.has('meta') || root.entries.has('test')) return undefined;
  const described = [...root.entries.values()].filter(({ key }) => metadata.includes(key));
  const table = made({ key: 'metadata', value: tableOf(root.place, described) });
  const test = made({ key: 'test', value: tableOf(root.place, [table]) });
  const policy = root.entries.get('policy');
  const scenarios = inItems(root, 'scenarios', (scenario) => laterScenario(scenario, policy));
  const rest = without(rename(scenarios, 'scenarios', 'scenario'), 'policy', ...metadata);
  return namedServices(withEntry(rest, test));
}

function laterScenario(scenario: LocatedTable, policy: LocatedEntry | undefined): LocatedTable {
  const stepped = inItems(scenario, 'steps', (step) => rename(step, 'cmd', 'command'));
  return policy && !stepped.entries.has('policy') ? withEntry(stepped, policy) : stepped;
}

/** Left as a list where one has no name or the name of another: the check then wants a table, and says where. */
function namedServices(root: LocatedTable): LocatedTable {
  const services = root.entries.get('services');
  if (services?.value.kind !== 'array') return root;
  const named = services.value.items.map(namedService);
  const names = new Set(named.map((entry) => entry?.key));
  if (names.has(undefined) || names.size < named.length) return root;
  return withEntry(root, { ...services, value: tableOf(services.value.place, named) });
}

function namedService(service: Located): LocatedEntry | undefined {
  const name = service.kind === 'table' ? service.entries.get('name')?.value : undefined;
  if (service.kind !== 'table' || name?.kind !== 'string') return undefined;
  const value = rename(without(service, 'name'), 'service_type', 'type');
  return made({ key: name.value, value, keyPlace: name.place });
}
