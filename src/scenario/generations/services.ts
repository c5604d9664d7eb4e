import type { Report } from '../problems.ts';
import type { Located, LocatedEntry, LocatedTable } from '../toml/index.ts';
import { keyText } from '../written.ts';
import { made, renamed, tableOf, tableUnder, textAt, withEntry, without } from './tree.ts';

/** clnrm 1.0's default (clnrm-format a.6). */
const DEFAULT_PLUGIN = 'generic_container';

/** Merges `[services.<id>]` into `[service.<id>]` and gives each service what clnrm gives it. */
export function normaliseServices(root: LocatedTable, report: Report): LocatedTable {
  const old = root.entries.get('services');
  const current = root.entries.get('service');
  const merged = mergeServices(old, current, report);
  if (merged?.value.kind !== 'table') return merged ? withEntry(without(root, 'services'), merged) : root;
  const entries = [...merged.value.entries.values()].map((entry) => ({
    ...entry,
    value: normaliseService(entry.value),
  }));
  const value = { ...merged.value, entries: new Map(entries.map((entry) => [entry.key, entry])) };
  return withEntry(without(root, 'services'), { ...merged, value });
}

function mergeServices(
  old: LocatedEntry | undefined,
  current: LocatedEntry | undefined,
  report: Report,
): LocatedEntry | undefined {
  if (!old) return current;
  if (!current) return renamed(old, 'service');
  // What is no table is left for the check to report.
  if (current.value.kind !== 'table') return current;
  if (old.value.kind !== 'table') return renamed(old, 'service');
  for (const [id, entry] of current.value.entries) {
    const twin = old.value.entries.get(id);
    if (twin) reportTwins(entry, twin, report);
  }
  return {
    ...current,
    value: { ...current.value, entries: new Map([...old.value.entries, ...current.value.entries]) },
  };
}

function reportTwins(entry: LocatedEntry, twin: LocatedEntry, report: Report): void {
  const id = keyText(entry.key);
  report('SW4009', () => ({
    message: `the service ${id} is defined as \`[service.${id}]\` and as \`[services.${id}]\``,
    place: entry.value.place,
    hint: 'keep one of the two, or rename one',
    related: [{ message: 'the other definition', place: twin.value.place }],
  }));
}

function normaliseService(service: Located): Located {
  if (service.kind !== 'table') return service;
  const plugged = service.entries.has('plugin')
    ? service
    : withEntry(service, made({ key: 'plugin', value: textAt(service.place, DEFAULT_PLUGIN) }));
  const ports = tableUnder(plugged, 'ports') ? undefined : plugged.entries.get('ports');
  if (ports?.value.kind !== 'array') return plugged;
  return withEntry(plugged, { ...ports, value: namedPorts(ports.value.items, ports) });
}

/** `ports = [80]` names each port by its number: `${service.ID.port.80}`. */
function namedPorts(items: readonly Located[], { value: { place } }: LocatedEntry): LocatedTable {
  const nameOf = (item: Located, index: number) =>
    item.kind === 'integer' ? `${item.value}` : `item ${index + 1}`;
  return tableOf(
    place,
    items.map((item, index) => made({ key: nameOf(item, index), value: item })),
  );
}
