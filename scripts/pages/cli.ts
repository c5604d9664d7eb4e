import {
  type CommandEntry,
  commands,
  flagsOf,
  globalOptions,
  type OptionEntry,
  type OptionTable,
  positionalOf,
  spellingsOf,
  usageOf,
  variableOf,
} from '../../src/cli/index.ts';
import { fenced, pageHead, table } from './markdown.ts';

export function cliPage(): string {
  const sections = Object.entries<CommandEntry>(commands).map(([name, command]) =>
    commandSection(name, command),
  );
  return `${pageHead('Commands and options', 'src/cli/options')}
A flag wins over its environment variable, that over \`spanwright.toml\`, and that over the default;
\`spanwright config --origin\` shows which it was. In a variable, the items of a list are separated by commas and a switch
is \`true\` or \`false\`; an empty variable counts as not set. Exit codes are on a page of their own:
[exit codes](exit-codes.md).

${sections.join('\n')}
## Options of every command

${optionTable(globalOptions)}`;
}

function commandSection(name: string, command: CommandEntry): string {
  const flags = flagsOf(command.options);
  const positional = positionalOf(command);
  const examples = command.examples.map(({ line, says }) => `# ${says}\n${line}`).join('\n\n');
  const parts = [
    `## ${name}`,
    `${command.summary}.`,
    fenced('text', `spanwright ${usageOf(name, command)} [options]`),
    ...command.description.map(withCode),
  ];
  if (positional) parts.push(positionalLine(positional.name, positional.entry));
  if (Object.keys(flags).length > 0) parts.push(optionTable(flags));
  return `${[...parts, fenced('sh', examples)].map((part) => part.trimEnd()).join('\n\n')}\n`;
}

/** File patterns as code: their asterisks would be taken for emphasis. */
function withCode(paragraph: string): string {
  return paragraph.replace(/\*\.[\w.]*\w/g, '`$&`');
}

function positionalLine(name: string, entry: OptionEntry): string {
  const key = entry.key ? `; \`${entry.key}\` in \`spanwright.toml\`` : '';
  const fallback = entry.fallbackText ? `; default: ${entry.fallbackText}` : '';
  return `\`${name}\`: ${lowerFirst(entry.schema.doc)}${valueText(entry)}${fallback}${key}.`;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

function valueText({ schema }: OptionEntry): string {
  return schema.shape.kind === 'choice' ? ` (${schema.shape.values.join(', ')})` : '';
}

function optionTable(options: OptionTable): string {
  const rows = Object.entries(options).map(([name, entry]) => [
    spellings(name, entry),
    `${entry.schema.doc}${valueText(entry)}`,
    entry.fallbackText ?? '',
    code(variableOf(name, entry)),
    code(entry.key),
  ]);
  return table(['option', 'what it does', 'default', 'variable', 'in spanwright.toml'], rows);
}

function spellings(name: string, entry: OptionEntry): string {
  const value = entry.placeholder ? ` ${entry.placeholder}` : '';
  return spellingsOf(name, entry)
    .map((spelling) => `\`${spelling}${value}\``)
    .join(', ');
}

function code(text: string | undefined): string {
  return text === undefined ? '' : `\`${text}\``;
}
