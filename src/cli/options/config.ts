import { boolean } from '../../scenario/index.ts';
import type { CommandEntry } from './command.ts';
import { toggle } from './entry.ts';

export const config = {
  summary: 'Show the settings in force',
  description: [
    'Prints every setting a project can make, with the value in force here. A flag wins over an environment variable, that over spanwright.toml, and that over the default.',
  ],
  options: {
    origin: toggle(boolean({ doc: 'Show where each value comes from' })),
  },
  examples: [
    { line: 'spanwright config', says: 'The values in force' },
    { line: 'spanwright config --origin', says: 'And where each comes from' },
  ],
} satisfies CommandEntry;
