import type { CommandEntry } from './command.ts';
import { formatOption } from './format-option.ts';

export const plugins = {
  summary: 'List what services can be run by',
  description: [
    'Prints each name that `plugin` of a service may have, with what it stands for: image, arguments, ports, readiness. A service that names one writes only what differs.',
  ],
  options: {
    format: formatOption({
      of: 'plugins',
      names: ['text', 'json'],
      fallback: 'text',
      doc: 'How to print them',
    }),
  },
  examples: [{ line: 'spanwright plugins', says: 'Names, images and ports' }],
} satisfies CommandEntry;
