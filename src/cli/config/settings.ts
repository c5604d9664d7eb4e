import { type Diagnostic, diagnostic, nearest, type Place } from '../../diagnostic/index.ts';
import type { Host } from '../../host/index.ts';
import { type OptionEntry, type OptionTable, variableOf } from '../options/entry.ts';
import type { Argument, Given } from '../options/line.ts';
import { readText } from '../options/read.ts';

/** A value in force, and where it comes from. */
export interface Setting<T = unknown> {
  readonly value: T;
  readonly origin: Origin;
}

export interface Origin {
  /** In the order of precedence. A flag can also be a positional argument. */
  readonly kind: 'flag' | 'environment' | 'project' | 'default';
  /** Of the value; of each item where it is a list; empty for a default. */
  readonly places: readonly Place[];
}

/** What a command receives: a setting for every entry of its table. */
export type Settings<Table extends OptionTable = OptionTable> = {
  readonly [Name in keyof Table]: Table[Name] extends OptionEntry<infer T> ? Setting<T> : never;
};

export interface Layers {
  readonly given: Given;
  readonly env: Host['env'];
  /** What the project file sets, by key, such as `run.jobs`. */
  readonly project: ReadonlyMap<string, Setting>;
  /** Makes the text of an environment variable known, so that diagnostics can point into it. */
  readonly addSource: (name: string, text: string) => void;
}

/** The one resolver: flag, then environment variable, then project file, then default. Reports every bad value. */
export function resolveSettings<Table extends OptionTable>(
  table: Table,
  layers: Layers,
): { settings: Settings<Table>; diagnostics: readonly Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const resolved = Object.entries(table).map(([name, entry]) => {
    const setting = resolveOne(name, entry, layers);
    if ('problems' in setting) diagnostics.push(...setting.problems);
    return [name, 'problems' in setting ? defaultOf(entry) : setting] as const;
  });
  // Each entry's own schema has read its value, which is what the mapped type says.
  return { settings: Object.fromEntries(resolved) as Settings<Table>, diagnostics };
}

type Resolved = Setting | { readonly problems: readonly Diagnostic[] };

function resolveOne(name: string, entry: OptionEntry, layers: Layers): Resolved {
  const given = layers.given.get(name);
  if (given) return readAll(given, { entry, kind: 'flag', called: entry.position ? name : `--${name}` });
  const variable = variableOf(name, entry);
  const text = variable === undefined ? undefined : layers.env[variable];
  // An empty variable is how shells and CI systems say "not set".
  if (variable !== undefined && text) {
    const mentions = environmentMentions(variable, text, entry);
    layers.addSource(mentions.source, `${variable}=${text}`);
    return readAll(mentions.items, { entry, kind: 'environment', called: variable });
  }
  return (entry.key && layers.project.get(entry.key)) || defaultOf(entry);
}

function defaultOf(entry: OptionEntry): Setting {
  return { value: entry.fallback(), origin: { kind: 'default', places: [] } };
}

/** A list in a variable is separated by commas. */
function environmentMentions(variable: string, text: string, entry: OptionEntry) {
  const source = `environment (${variable})`;
  let column = variable.length + 2;
  const items: Argument[] = [];
  for (const part of entry.kind === 'list' ? text.split(',') : [text]) {
    items.push({ text: part, place: { file: source, line: 1, column, length: Math.max(1, part.length) } });
    column += part.length + 1;
  }
  return { source, items };
}

interface ReadContext {
  readonly entry: OptionEntry;
  readonly kind: Origin['kind'];
  /** The option as the author wrote it, for messages. */
  readonly called: string;
}

/** Said twice, a list grows; anything else takes the last word. */
function readAll(mentions: readonly Argument[], context: ReadContext): Resolved {
  const { entry, kind } = context;
  const values: unknown[] = [];
  const problems: Diagnostic[] = [];
  for (const mention of mentions) {
    const reading = readText(entry.schema, mention.text);
    if ('value' in reading) values.push(reading.value);
    else problems.push(badValue(mention, reading.expected, context));
  }
  if (problems.length > 0) return { problems };
  const places = mentions.map((mention) => mention.place);
  if (entry.kind === 'list') return { value: values, origin: { kind, places } };
  return { value: values.at(-1), origin: { kind, places: places.slice(-1) } };
}

function badValue(mention: Argument, expected: string, { entry, called }: ReadContext): Diagnostic {
  const { shape } = entry.schema;
  const meant = shape.kind === 'choice' ? nearest(mention.text, shape.values) : undefined;
  return diagnostic({
    code: 'SW0007',
    message: `${called} cannot be "${mention.text}"`,
    place: mention.place,
    expected,
    hint: meant && `did you mean "${meant}"?`,
  });
}

const precedence: readonly Origin['kind'][] = ['flag', 'environment', 'project', 'default'];

/** Which of two settings was said with more weight; undefined when neither was. */
export function stronger(a: Origin, b: Origin): Origin | undefined {
  const difference = precedence.indexOf(a.kind) - precedence.indexOf(b.kind);
  return difference === 0 ? undefined : difference < 0 ? a : b;
}
