import { type Command, splitCommand } from '../../scenario/index.ts';

/** What a step or service executes, as far as that can be told from the file. */
export type Execution =
  | { readonly kind: 'program'; readonly argv: readonly string[] }
  /** A line that `sh` reads. */
  | { readonly kind: 'shell'; readonly line: string };

interface CommandFields {
  readonly command?: Command | undefined;
  readonly shell?: boolean | undefined;
}

/** As the plan has it: a string is split into words unless it is for the shell, and `sh -c` makes a line of a word. */
export function executionOf({ command, shell }: CommandFields): Execution | undefined {
  if (command === undefined) return undefined;
  if (shell) return { kind: 'shell', line: typeof command === 'string' ? command : command.join(' ') };
  const argv = typeof command === 'string' ? wordsOf(command) : command;
  const [program = '', option = '', line, ...rest] = argv ?? [];
  const isShell = /(^|\/)(sh|bash|dash|ash|zsh)$/.test(program) && /^-[eux]*c$/.test(option);
  if (isShell && line !== undefined && rest.length === 0) return { kind: 'shell', line };
  return argv && { kind: 'program', argv };
}

/** The name of the program that the first word calls. */
export function programOf(word: string | undefined): string {
  return word?.slice(word.lastIndexOf('/') + 1) ?? '';
}

/** The words of a line without a shell; undefined for one that does not split. */
export function wordsOf(line: string): readonly string[] | undefined {
  const split = splitCommand(line);
  return 'error' in split ? undefined : split.argv;
}
