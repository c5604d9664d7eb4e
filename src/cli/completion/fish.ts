import { type CommandEntry, flagsOf, positionalOf } from '../options/command.ts';
import { type OptionEntry, takesValue } from '../options/entry.ts';
import { commands, globalOptions } from '../options/table.ts';
import { wordsOf } from './words.ts';

/** A completion script for fish. */
export function fishScript(): string {
  const names = Object.entries<CommandEntry>(commands).map(
    ([name, { summary }]) =>
      `complete -c spanwright -n __fish_use_subcommand -f -a ${name} -d ${quoted(summary)}`,
  );
  const rest = Object.entries<CommandEntry>(commands).flatMap(([name, command]) =>
    commandLines(name, command),
  );
  const global = Object.entries(globalOptions).flatMap(([name, entry]) => flagLines(name, entry, ''));
  return `# Completion for spanwright in fish; made by \`spanwright completion fish\`.
${[...names, ...global, ...rest].join('\n')}
`;
}

function commandLines(name: string, command: CommandEntry): string[] {
  const condition = ` -n '__fish_seen_subcommand_from ${name}'`;
  const positional = positionalOf(command);
  const flags = Object.entries(flagsOf(command.options)).flatMap(([flag, entry]) =>
    flagLines(flag, entry, condition),
  );
  return positional
    ? [`complete -c spanwright${condition} ${argument(positional.entry, '-f')}`, ...flags]
    : flags;
}

function flagLines(name: string, entry: OptionEntry, condition: string): string[] {
  const short = entry.short ? ` -s ${entry.short}` : '';
  const value = takesValue(entry) ? ` ${argument(entry, '-x')}` : '';
  const line = `complete -c spanwright${condition} -l ${name}${short}${value} -d ${quoted(entry.schema.doc)}`;
  const negated = `complete -c spanwright${condition} -l no-${name} -d ${quoted(`Not --${name}`)}`;
  return entry.kind === 'switch' ? [line, negated] : [line];
}

/** \`-r\` asks for a value and leaves file names on offer, the \`exclusive\` form takes them away. */
function argument(entry: OptionEntry, exclusive: '-x' | '-f'): string {
  const words = wordsOf(entry);
  switch (words.kind) {
    case 'words':
      return `${exclusive} -a ${quoted(words.words.join(' '))}`;
    case 'directory':
      return `${exclusive} -a '(__fish_complete_directories)'`;
    case 'file':
      return exclusive === '-x' ? '-r' : '-F';
    case 'anything':
      return exclusive;
  }
}

function quoted(text: string): string {
  return `'${text.replace(/['\\]/g, '\\$&')}'`;
}
