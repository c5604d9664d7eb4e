import { nearest } from '../../diagnostic/index.ts';
import type { Report } from '../problems.ts';
import type { PluginTable, PresetFields } from '../schema/plugin.ts';
import { type LocatedTable, locate } from '../toml/index.ts';
import { type Plugins, type Preset, presets, withPreset } from './presets.ts';

/** Names that mean something in every project. */
const taken = ['process', ...presets.keys()];

export interface ProjectPlugins {
  /** `[plugins]` of the project file, checked one by one. */
  readonly tables: Readonly<Record<string, PluginTable>>;
  /** Of the project file, for places. */
  readonly root: LocatedTable;
  readonly report: Report;
}

/** Reports each plugin of a project that cannot be one: its name is taken, or nothing says what it runs. */
export function checkPlugins({ tables, root, report }: ProjectPlugins): void {
  for (const [name, table] of Object.entries(tables)) {
    const { key, value } = locate(root, ['plugins', name]);
    const fault = (message: string, hint: string, at = key ?? value) =>
      report('SW0029', () => ({ message, place: at, hint }));
    const base = table.plugin;
    if (taken.includes(name)) {
      fault(
        `there is a plugin "${name}" already`,
        `choose another name, and say \`plugin = "${name}"\` to extend it`,
      );
    }
    if (base !== undefined && !presets.has(base)) {
      const near = nearest(base, [...presets.keys()]);
      const hint = near ? `did you mean "${near}"?` : `one of ${[...presets.keys()].join(', ')}`;
      fault(`there is no plugin "${base}" to extend`, hint, locate(root, ['plugins', name, 'plugin']).value);
      continue;
    }
    if (table.parameters && table.package === undefined) {
      fault(
        'parameters are for a plugin in code, and no `package` is named',
        'add `package`, or remove them',
      );
    }
    if (base !== undefined && table.package !== undefined) {
      fault('`plugin` and `package` both say what it begins with', 'keep one of the two');
    }
    // What code will say is not known before it is loaded.
    if (table.package !== undefined) continue;
    const { service } = presetOf(table);
    if (service.image === undefined) {
      fault(
        `the plugin "${name}" has no image`,
        'add `image`, a bundled `plugin` that has one, or a `package`',
      );
    }
    const wrong = readyFault(service);
    if (wrong) fault(wrong, 'name one of its `ports`', locate(root, ['plugins', name, 'ready', 'tcp']).value);
  }
}

/** Why it could never be ready: it waits for a port that it does not have. */
export function readyFault({ ready, ports = {} }: Preset['service']): string | undefined {
  const name = ready?.tcp;
  if (typeof name !== 'string' || Object.hasOwn(ports, name)) return undefined;
  return `it is ready when its port "${name}" is open, and it has none of that name`;
}

/** The plugins that a project may name: those that every project has, and its own. */
export function pluginsOf(tables: ReadonlyMap<string, PluginTable>): Plugins {
  return new Map([...presets, ...[...tables].map(([name, table]) => [name, presetOf(table)] as const)]);
}

/** A plugin in code once it is loaded: what its table in the project file says wins over what the code gave. */
export function loadedPreset({ about, service }: Preset, given: PresetFields): Preset {
  const { plugin: _, ...own } = service;
  return {
    about,
    service: withPreset({ ...own, plugin: 'given' }, new Map([['given', { about, service: given }]])),
  };
}

/** What a plugin's table says, upon what it extends. Of one in code that is all that is known before it is loaded. */
export function presetOf({ about, plugin, package: code, parameters, ...fields }: PluginTable): Preset {
  const service = withPreset({ ...fields, plugin });
  return {
    about:
      about ??
      (code === undefined ? `as ${plugin ?? 'a container'}, with settings of this project` : `from ${code}`),
    service,
    ...(code !== undefined && { code: { package: code, parameters: parameters ?? {} } }),
  };
}
