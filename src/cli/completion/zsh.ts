import { type CommandEntry, flagsOf, isRepeatable, positionalOf } from '../options/command.ts';
import { type OptionEntry, spellingsOf, takesValue } from '../options/entry.ts';
import { commands, globalOptions } from '../options/table.ts';
import { wordsOf } from './words.ts';

/** A completion script for zsh, for a folder of $fpath (as _spanwright) or to be sourced. */
export function zshScript(): string {
  const names = Object.entries<CommandEntry>(commands).map(
    ([name, { summary }]) => `    ${quoted(`${name}:${summary}`)}`,
  );
  const cases = Object.entries<CommandEntry>(commands).map(
    ([name, command]) => `        ${name}) _arguments ${argumentSpecs(command).join(' ')} ;;`,
  );
  return `#compdef spanwright
# Completion for spanwright in zsh; made by \`spanwright completion zsh\`.
_spanwright() {
  local state
  local -a commands
  commands=(
${names.join('\n')}
  )
  _arguments -C ${flagSpecs(globalOptions).join(' ')} '1: :->command' '*:: :->rest'
  case "$state" in
    command) _describe command commands ;;
    rest)
      case "$words[1]" in
${cases.join('\n')}
      esac ;;
  esac
}
if [[ "$funcstack[1]" == _spanwright ]]; then _spanwright "$@"; else compdef _spanwright spanwright; fi
`;
}

function argumentSpecs(command: CommandEntry): string[] {
  const positional = positionalOf(command);
  const specs = flagSpecs({ ...flagsOf(command.options), ...globalOptions });
  if (!positional) return specs;
  const { name, entry } = positional;
  const place = isRepeatable(entry) ? '*' : '1';
  return [...specs, quoted(`${place}:${name}:${action(entry)}`)];
}

function flagSpecs(flags: CommandEntry['options']): string[] {
  return Object.entries(flags).flatMap(([name, entry]) => {
    const repeat = entry.kind === 'list' ? '*' : '';
    const value = takesValue(entry) ? `:${name}:${action(entry)}` : '';
    return spellingsOf(name, entry).map((spelling) =>
      quoted(`${repeat}${spelling}[${entry.schema.doc.replace(/[[\]]/g, '\\$&')}]${value}`),
    );
  });
}

function action(entry: OptionEntry): string {
  const words = wordsOf(entry);
  switch (words.kind) {
    case 'words':
      return `(${words.words.join(' ')})`;
    case 'file':
      return '_files';
    case 'directory':
      return '_files -/';
    case 'anything':
      return '';
  }
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
