import { placeholderForms } from '../placeholder.ts';
import type { Field, Schema, Shape } from './dsl.ts';
import { scenarioFile } from './file.ts';
import { codeText, fallbackText, typeText } from './type-text.ts';

/** The reference page of scenario files in Markdown: every table and key, with type, default, meaning and examples. */
export function scenarioReference(): string {
  const sections = sectionsOf(scenarioFile);
  return `${[
    '# Scenario file reference',
    'Native scenario files are TOML 1.1 and end in `.span.toml`. Unknown keys are errors. Durations are text such as `"250ms"`, `"5s"` or `"1h30m"`. Keys in **bold** are required.',
    [...sections.map(({ title }) => title), 'Run-time placeholders']
      .map((title) => `- ${linkTo(title)}`)
      .join('\n'),
    ...sections.map(sectionText),
    placeholderText(),
  ].join('\n\n')}\n`;
}

const MOST_HEADERS = 3;

type ObjectShape = Extract<Shape, { kind: 'object' }>;

interface Section {
  readonly title: string;
  readonly schema: Schema<unknown>;
  readonly shape: ObjectShape;
  /** How the table is written in each place it is used. */
  readonly headers: Set<string>;
}

/** Objects in the order in which a reader of the file meets them; each once, with the headers it has. */
function sectionsOf(root: Schema<unknown>): Section[] {
  const sections = new Map<string, Section>();
  collect(root, '', undefined);
  return [...sections.values()];

  function collect(schema: Schema<unknown>, path: string, header: string | undefined): void {
    const { shape } = schema;
    if (shape.kind === 'list') collect(shape.item, path, `[[${path}]]`);
    if (shape.kind === 'map') collect(shape.value, `${path}.NAME`, `[${path}.NAME]`);
    if (shape.kind === 'union') for (const option of shape.options) collect(option, path, header);
    if (shape.kind !== 'object') return;
    const section = sections.get(shape.name) ?? {
      title: titleOf(shape.name),
      schema,
      shape,
      headers: new Set(),
    };
    sections.set(shape.name, section);
    if (header !== undefined) section.headers.add(header);
    for (const [key, field] of Object.entries(shape.fields)) {
      const inner = path === '' ? key : `${path}.${key}`;
      if (!field.becomes) collect(field.schema, inner, `[${inner}]`);
    }
  }
}

/** `SpanExpectation` is headed "Span expectation". */
function titleOf(name: string): string {
  const words = name.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function linkToTable(name: string): string {
  return linkTo(titleOf(name));
}

function linkTo(title: string): string {
  return `[${title}](#${title.toLowerCase().replaceAll(' ', '-')})`;
}

function sectionText({ title, schema, shape, headers }: Section): string {
  const fields = Object.entries(shape.fields);
  const own = fields.filter(([, field]) => !field.becomes);
  const spellings = fields.filter(([, field]) => field.becomes);
  return [
    `## ${title}`,
    headers.size > 0 ? `Written as ${headersText([...headers])}, or inline.` : '',
    schema.doc,
    schema.examples.map((example) => `\`\`\`toml\n${example}\n\`\`\``).join('\n\n'),
    table(['key', 'type', 'default', 'meaning'], own.map(fieldRow)),
    spellings.length > 0
      ? `Other spellings:\n\n${table(['key', 'type', 'stands for', 'meaning'], spellings.map(spellingRow))}`
      : '',
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** Small tables such as bounds stand in so many places that a few must do. */
function headersText(headers: readonly string[]): string {
  const shown = headers.slice(0, MOST_HEADERS).map(codeText).join(', ');
  return headers.length > MOST_HEADERS ? `${shown} and ${headers.length - MOST_HEADERS} more` : shown;
}

function placeholderText(): string {
  const rows = placeholderForms.map(({ form, doc }) => [codeText(`\${${form}}`), doc]);
  return [
    '## Run-time placeholders',
    'Replaced in commands, arguments, environment, work directories, input, and the texts a step must print. A default for a value that may be missing follows `:-`, as in `${env.TOKEN:-none}`. `$${` stands for a plain `${`, and other `${...}` in a command that a shell reads are left to the shell.',
    table(['placeholder', 'stands for'], rows),
  ].join('\n\n');
}

function fieldRow([key, { schema, required, fallback }]: [string, Field]): string[] {
  const name = required && fallback === undefined ? `**${codeText(key)}**` : codeText(key);
  const examples = schema.shape.kind === 'object' ? [] : schema.examples;
  const shown = examples.length > 0 ? ` Example: ${examples.map(codeText).join(', ')}` : '';
  return [name, typeText(schema, linkToTable), fallbackText(schema, fallback), `${schema.doc}${shown}`];
}

function spellingRow([key, { schema, becomes }]: [string, Field]): string[] {
  return [codeText(key), typeText(schema, linkToTable), codeText(becomes?.path.join('.') ?? ''), schema.doc];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
