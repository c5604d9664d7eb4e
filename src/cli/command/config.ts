import { type Diagnostic, EXIT } from '../../diagnostic/index.ts';
import { formatDuration } from '../../scenario/index.ts';
import { type Origin, resolveSettings, type Setting } from '../config/settings.ts';
import type { Command, CommandContext } from '../context.ts';
import type { OptionEntry, OptionTable } from '../options/entry.ts';
import { commands } from '../options/table.ts';

/** `spanwright config [--origin]`: every setting a project can make, as the TOML that would make it. */
export const config: Command<typeof commands.config.options> = async (context) => {
  const { settings, terminal, project, host, sources, complain } = context;
  const layers = {
    given: new Map(),
    env: host.env,
    project: project?.settings ?? new Map(),
    addSource: sources.add,
  };
  const rows = new Map<string, Row>();
  const diagnostics: Diagnostic[] = [];
  for (const { options } of Object.values(commands)) {
    const table = configurable(options);
    const resolved = resolveSettings(table, layers);
    diagnostics.push(...resolved.diagnostics);
    // Commands that share a setting, such as the paths, show it once.
    for (const [name, entry] of Object.entries(table)) {
      rows.set(entry.key ?? name, rowOf(entry, resolved.settings[name]));
    }
  }
  if (diagnostics.length > 0) {
    complain(diagnostics);
    return EXIT.invalid;
  }
  for (const [key, setting] of templateSettings(project)) rows.set(key, plainRow(key, setting));
  const where = project ? project.path : `no spanwright.toml in ${host.cwd} or above it`;
  const width = Math.max(...[...rows.values()].map((row) => row.assignment.length));
  const lines = [...rows.values()].map(({ assignment, origin }) =>
    settings.origin.value ? `${assignment.padEnd(width)}  # ${origin}` : assignment,
  );
  terminal.out.write(`# ${where}\n${lines.join('\n')}\n`);
  return EXIT.passed;
};

interface Row {
  /** Such as `run.jobs = 4`. */
  readonly assignment: string;
  readonly origin: string;
}

/** The options that a project file can set. */
function configurable(table: OptionTable): OptionTable {
  return Object.fromEntries(Object.entries(table).filter(([, entry]) => entry.key !== undefined));
}

/** What no flag says: what templates may look at. */
function templateSettings(project: CommandContext['project']): ReadonlyMap<string, Setting> {
  const none: Setting = { value: [], origin: { kind: 'default', places: [] } };
  const vars = [...(project?.settings ?? [])].filter(([key]) => key.startsWith('vars.'));
  return new Map([['template.env', project?.settings.get('template.env') ?? none], ...vars]);
}

function plainRow(key: string, { value, origin }: Setting): Row {
  const [table = '', name = ''] = key.split(/\.(.*)/s);
  return { assignment: `${table}.${keyText(name)} = ${plainToml(value)}`, origin: originText(origin) };
}

function plainToml(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(plainToml).join(', ')}]`;
  if (typeof value !== 'object' || value === null) {
    return typeof value === 'string' ? JSON.stringify(value) : String(value);
  }
  const pairs = Object.entries(value).map(([key, each]) => `${keyText(key)} = ${plainToml(each)}`);
  return pairs.length > 0 ? `{ ${pairs.join(', ')} }` : '{}';
}

function keyText(key: string): string {
  return /^[\w-]+$/.test(key) ? key : JSON.stringify(key);
}

function rowOf(entry: OptionEntry, setting: Setting | undefined): Row {
  if (!setting) throw new Error(`no value was resolved for ${entry.key}`);
  return { assignment: `${entry.key} = ${tomlOf(entry, setting.value)}`, origin: originText(setting.origin) };
}

function tomlOf(entry: OptionEntry, value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => tomlOf(entry, item)).join(', ')}]`;
  if (entry.schema.shape.kind === 'duration' && typeof value === 'number')
    return JSON.stringify(formatDuration(value));
  return JSON.stringify(value);
}

function originText({ kind, places }: Origin): string {
  const [place] = places;
  if (!place) return kind;
  return kind === 'project' ? `${place.file}:${place.line}:${place.column}` : place.file;
}
