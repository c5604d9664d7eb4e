import { type CommandEntry, flagsOf, positionalOf } from '../options/command.ts';
import { spellingsOf, takesValue } from '../options/entry.ts';
import { commands, globalOptions } from '../options/table.ts';
import { type Words, wordsOf } from './words.ts';

/** A completion script for bash 3.2 and later. Where nothing is offered, bash offers file names. */
export function bashScript(): string {
  const values = Object.entries<CommandEntry>(commands).flatMap(valueCases);
  const choices = Object.entries<CommandEntry>(commands).map(commandCase);
  return `# Completion for spanwright in bash; made by \`spanwright completion bash\`.
_spanwright() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" command="" words="" index
  for ((index = 1; index < COMP_CWORD; index++)); do
    if [[ "\${COMP_WORDS[index]}" != -* ]]; then command="\${COMP_WORDS[index]}"; break; fi
  done
  COMPREPLY=()
  case "$command $previous" in
${values.join('\n')}
    *)
      case "$command" in
        "") words="${[...Object.keys(commands), ...flagWords({})].join(' ')}" ;;
${choices.join('\n')}
      esac ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _spanwright spanwright
`;
}

/** What follows an option that takes a value. */
function valueCases([name, command]: [string, CommandEntry]): string[] {
  return Object.entries(flagsOf(command.options))
    .filter(([, entry]) => takesValue(entry))
    .map(([option, entry]) => {
      const patterns = spellingsOf(option, entry).map((spelling) => `"${name} ${spelling}"`);
      return `    ${patterns.join(' | ')}) words="${wordList(wordsOf(entry))}" ;;`;
    });
}

/** Options are offered once a dash is typed, so that file names come first elsewhere. */
function commandCase([name, command]: [string, CommandEntry]): string {
  const positional = positionalOf(command);
  const flags = flagWords(flagsOf(command.options)).join(' ');
  const words = positional ? wordList(wordsOf(positional.entry)) : '';
  return `        ${name}) if [[ "$current" == -* ]]; then words="${flags}"; else words="${words}"; fi ;;`;
}

function flagWords(flags: CommandEntry['options']): string[] {
  return Object.entries({ ...flags, ...globalOptions }).flatMap(([name, entry]) => spellingsOf(name, entry));
}

function wordList(words: Words): string {
  return words.kind === 'words' ? words.words.join(' ') : '';
}
