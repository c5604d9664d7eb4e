import { anything, type Field, map, object, optional, type Schema, text } from './dsl.ts';
import { type Service, service } from './service.ts';

/** What a preset may say of a service. Whatever differs from scenario to scenario is for the service itself. */
export const presetKeys = [
  'image',
  'command',
  'shell',
  'args',
  'env',
  'workdir',
  'ports',
  'ready',
  'stop',
  'telemetry',
  'protocol',
  'pull',
  'capabilities',
] as const;

/** The fields of a service that a preset says, checked. */
export type PresetFields = Pick<Service, (typeof presetKeys)[number]>;

const { shape } = service;
if (shape.kind !== 'object') throw new Error('a service has fields');
const { slips, fields: all } = shape;
const fields: Readonly<Record<string, Field>> = Object.fromEntries(
  presetKeys.map((key) => {
    const field = all[key];
    if (!field) throw new Error(`a service has no ${key}`);
    return [key, field];
  }),
);

/** What the code of a plugin gives: the same keys as a service has, as a scenario file writes them. */
export const presetSchema = object('Preset', fields, {
  doc: 'What services that name the plugin need not write.',
  slips,
  // `object` cannot infer a picked record; the fields are those of the service schema.
}) as Schema<PresetFields>;

/** A `[plugins.NAME]` of the project file, checked. */
export interface PluginTable extends PresetFields {
  readonly about?: string | undefined;
  readonly plugin?: string | undefined;
  readonly package?: string | undefined;
  readonly parameters?: Readonly<Record<string, unknown>> | undefined;
}

export const pluginSchema = object(
  'Plugin',
  {
    about: optional(text({ nonBlank: true, doc: 'One line for people, which `spanwright plugins` prints.' })),
    plugin: optional(
      text({
        nonBlank: true,
        doc: 'The bundled plugin that this one extends; without it, it extends nothing.',
      }),
    ),
    package: optional(
      text({
        nonBlank: true,
        doc: 'A package, or a path that begins with `./`, whose default export is a plugin in code. Loaded only when a run needs it.',
      }),
    ),
    parameters: optional(
      map(anything({ doc: 'Any value.' }), {
        keys: 'parameter',
        doc: 'What the plugin in code is given.',
      }),
    ),
    ...fields,
  },
  {
    doc: 'A plugin of the project: a name for fields of services.',
    examples: ['{ plugin = "postgres", image = "example/orders-db:3", env = { POSTGRES_DB = "orders" } }'],
    slips: {
      ...slips,
      extends: 'plugin',
      base: 'plugin',
      module: 'package',
      options: 'parameters',
      description: 'about',
    },
  },
  // As above.
) as Schema<PluginTable>;
