import { variablesFrom } from '../../render/index.ts';
import {
  type Plugins,
  type PluginTable,
  pluginsOf,
  type TemplateSurroundings,
} from '../../scenario/index.ts';
import type { Setting } from '../config/settings.ts';
import type { CommandContext } from '../context.ts';

/** Environment variables that every template may read: where things are and who runs, never a secret. */
const ALWAYS_ALLOWED = ['HOME', 'PATH', 'USER'];

type SurroundingsContext = Pick<CommandContext, 'host' | 'project'> & {
  /** `var` is looked at, where the command has it. */
  readonly settings?: Readonly<Record<string, Setting>>;
};

/**
 * What templates see: the files below the folder of `spanwright.toml`, or else the working directory; the variables that
 * the command line and the project file give; and of the environment what the project file allows.
 */
export function surroundingsOf({ host, project, settings }: SurroundingsContext): TemplateSurroundings {
  const { var: given } = settings ?? {};
  const own = projectVariables(project);
  const allowed = textsOf(project?.settings.get('template.env'));
  return {
    host,
    root: project?.dir ?? host.cwd,
    allowedEnv: new Set([...ALWAYS_ALLOWED, ...allowed]),
    envVariables: allowed,
    given: givenVariables(given),
    // Files without tags are read without what renders templates, which takes as long to load as all the rest.
    project: own.size === 0 ? new Map() : variablesFrom(own),
    plugins: projectPlugins(project),
  };
}

/** `NAME=VALUE`, as the options table has checked; the last word on a name counts. */
export function givenVariables(setting: Setting | undefined): ReadonlyMap<string, string> {
  return new Map(
    textsOf(setting).map((text) => {
      const equals = text.indexOf('=');
      return [text.slice(0, equals), text.slice(equals + 1)];
    }),
  );
}

/** `[vars]` of the project file. */
export function projectVariables(project: CommandContext['project']): ReadonlyMap<string, unknown> {
  const variables = new Map<string, unknown>();
  for (const [key, { value }] of project?.settings ?? []) {
    if (key.startsWith('vars.')) variables.set(key.slice('vars.'.length), value);
  }
  return variables;
}

const PLUGINS = 'plugins.';

/** The bundled plugins and those of the project file; undefined where it has none. */
export function projectPlugins(project: CommandContext['project']): Plugins | undefined {
  const tables = new Map<string, PluginTable>();
  for (const [key, { value }] of project?.settings ?? []) {
    // Checked when the project file was read.
    if (key.startsWith(PLUGINS)) tables.set(key.slice(PLUGINS.length), value as PluginTable);
  }
  return tables.size === 0 ? undefined : pluginsOf(tables);
}

function textsOf(setting: Setting | undefined): readonly string[] {
  const value = setting?.value;
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}
