import {
  anything,
  type Field,
  jsonSchemaOf,
  list,
  map,
  object,
  optional,
  pluginSchema,
  type Schema,
  text,
} from '../../scenario/index.ts';
import type { OptionEntry } from '../options/entry.ts';
import { commands } from '../options/table.ts';

type ProjectFile = Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>>;

/** What templates of the project may look at besides themselves; no flag says it, for it is for all who work on it. */
const template = object(
  'Project.template',
  {
    env: optional(
      list(text({ nonBlank: true, format: 'env-name', doc: 'A name.' }), {
        doc: 'Environment variables that templates may read, besides HOME, PATH and USER. Each is a variable of its name too.',
      }),
    ),
  },
  { doc: 'What templates may look at.', slips: { environment: 'env', allow_env: 'env', allowed_env: 'env' } },
);

const vars = map(anything({ doc: 'Any value.' }), {
  keys: 'variable name',
  doc: 'Variables for the templates of the project; `[vars]` of a file wins over them.',
});

const plugins = map(pluginSchema, {
  keys: 'plugin name',
  keyFormat: 'name',
  doc: 'Plugins of the project, which a service names with `plugin`; docs/plugins.md has examples.',
});

/**
 * The schema of `spanwright.toml`: a table per command, with the options that have a key, as the options table says,
 * what templates may look at, and plugins.
 */
export function projectSchema(): Schema<ProjectFile> {
  const tables = new Map<string, Map<string, OptionEntry>>();
  const slips = new Map<string, string>();
  const outside = new Map<string, string>();
  for (const { options } of Object.values(commands)) {
    for (const [name, entry] of Object.entries<OptionEntry>(options)) {
      const [table, key] = entry.key?.split('.') ?? [];
      if (table === undefined || key === undefined) continue;
      const fields = tables.get(table) ?? new Map<string, OptionEntry>();
      tables.set(table, fields.set(key, entry));
      // People write the name of the flag, or put the key outside its table.
      if (name !== key) slips.set(name, key);
      outside.set(name, `${table}.${key}`).set(key, `${table}.${key}`);
    }
  }
  const fields = [...tables].map(([table, entries]): [string, Field] => [
    table,
    optional(tableSchema(table, entries, slips)),
  ]);
  fields.push(['vars', optional(vars)], ['template', optional(template)], ['plugins', optional(plugins)]);
  // Tables of values is what the loop above declares; `object` cannot infer it from a computed record.
  return object('ProjectFile', Object.fromEntries(fields), {
    doc: 'Settings of a project.',
    slips: { ...Object.fromEntries(outside), variables: 'vars', templates: 'template' },
  }) as Schema<ProjectFile>;
}

/** JSON Schema of `spanwright.toml`, for editors. */
export function projectJsonSchema(): string {
  return jsonSchemaOf('Spanwright project file', projectSchema());
}

function tableSchema(
  table: string,
  entries: ReadonlyMap<string, OptionEntry>,
  slips: ReadonlyMap<string, string>,
): Schema<Readonly<Record<string, unknown>>> {
  const fields = [...entries].map(([key, entry]): [string, Field] => [key, optional(valueSchema(entry))]);
  return object(`Project.${table}`, Object.fromEntries(fields), {
    doc: `Settings of \`spanwright ${table}\`.`,
    slips: Object.fromEntries(slips),
  });
}

function valueSchema({ kind, schema }: OptionEntry): Schema<unknown> {
  return kind === 'list' ? list(schema, { doc: schema.doc, min: 1 }) : schema;
}
