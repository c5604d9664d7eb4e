import { choice } from '../../scenario/index.ts';
import type { CommandEntry } from './command.ts';
import { value } from './entry.ts';

export const cacheTasks = ['stats', 'clear'] as const;

export const cache = {
  summary: 'Show or empty the cache of checked files',
  description: [
    'Works on .spanwright/cache, which `spanwright validate --cache` and `spanwright watch --cache` fill: results under the digests of all that they were made of. It can be removed at any time.',
  ],
  options: {
    task: value(
      choice(cacheTasks, { doc: 'What to do; stats says how many results there are, and their size' }),
      {
        position: 'one',
        placeholder: 'task',
      },
    ),
  },
  examples: [
    { line: 'spanwright cache stats', says: 'How much is kept' },
    { line: 'spanwright cache clear', says: 'Remove all of it' },
  ],
} satisfies CommandEntry;
