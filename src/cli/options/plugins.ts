import { boolean } from '../../scenario/index.ts';
import type { CommandEntry } from './command.ts';
import { toggle } from './entry.ts';
import { formatOption } from './format-option.ts';

export const plugins = {
  summary: 'List what services can be run by',
  description: [
    'Prints each name that `plugin` of a service may have, with what it stands for: image, arguments, ports, readiness. A service that names one writes only what differs.',
    '`[plugins]` of the project file adds names of its own. What a plugin in code stands for is printed with `--check`, which loads it; `run` and `pull` load those that they need, and no other command does.',
  ],
  options: {
    check: toggle(boolean({ doc: "Load the project's plugins in code, and say what is wrong with them" }), {
      variable: 'SPANWRIGHT_PLUGINS_CHECK',
    }),
    format: formatOption({
      of: 'plugins',
      names: ['text', 'json'],
      fallback: 'text',
      doc: 'How to print them',
    }),
  },
  examples: [
    { line: 'spanwright plugins', says: 'Names, images and ports' },
    { line: 'spanwright plugins --check', says: 'The same, with what plugins in code say' },
  ],
} satisfies CommandEntry;
