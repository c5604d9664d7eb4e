import { EXIT } from '../../diagnostic/index.ts';
import { bashScript } from '../completion/bash.ts';
import { fishScript } from '../completion/fish.ts';
import { zshScript } from '../completion/zsh.ts';
import type { Command } from '../context.ts';
import type { commands } from '../options/table.ts';

const scripts = { bash: bashScript, zsh: zshScript, fish: fishScript };

/** `spanwright completion SHELL`. */
export const completion: Command<typeof commands.completion.options> = async ({ settings, terminal }) => {
  const { value: shell } = settings.shell;
  // The parser asks for a shell before a command is called.
  if (shell === undefined) throw new Error('completion was called without a shell');
  terminal.out.write(scripts[shell]());
  return EXIT.passed;
};
