import { boolean } from '../../scenario/index.ts';
import type { CommandEntry } from './command.ts';
import { engineTimeout } from './containers.ts';
import { toggle } from './entry.ts';

export const clean = {
  summary: 'Remove containers and networks that runs have left',
  description: [
    'Removes from the container engine what runs have made that no longer live, and what was kept of failed scenarios. What belongs to a run that lives, or was not made by Spanwright, is left alone.',
    'Runs tidy up after themselves, and a helper does so after a run that was killed; this is for what an engine kept that was out of reach then.',
  ],
  options: {
    all: toggle(
      boolean({
        doc: 'Also what was made on another machine, or in a container, by a run that may still live',
      }),
    ),
    'engine-timeout': engineTimeout,
  },
  examples: [{ line: 'spanwright clean', says: 'What is left of ended runs' }],
} satisfies CommandEntry;
