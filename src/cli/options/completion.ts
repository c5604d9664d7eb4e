import { choice } from '../../scenario/index.ts';
import type { CommandEntry } from './command.ts';
import { value } from './entry.ts';

export const shells = ['bash', 'zsh', 'fish'] as const;

export const completion = {
  summary: 'Print a completion script for a shell',
  description: ['Prints a script that lets the shell complete commands, options and their values.'],
  options: {
    shell: value(choice(shells, { doc: 'The shell' }), { position: 'one', placeholder: 'shell' }),
  },
  examples: [
    { line: 'source <(spanwright completion bash)', says: 'In ~/.bashrc' },
    { line: 'spanwright completion fish > ~/.config/fish/completions/spanwright.fish', says: 'For fish' },
  ],
} satisfies CommandEntry;
