import { choice } from '../../scenario/index.ts';
import type { CommandEntry } from './command.ts';
import { engineTimeout } from './containers.ts';
import { value } from './entry.ts';
import { scenarioPaths } from './paths.ts';
import { templateVariables } from './variables.ts';

export const pull = {
  summary: 'Fetch the images of scenarios',
  description: [
    'Fetches the images that services of the scenario files given, or found in the folders given, run in: several at a time, each once. Nothing is run.',
    'The exit code is 3 if one of them is not to be had.',
  ],
  options: {
    paths: scenarioPaths,
    policy: value(
      choice(['always', 'if-not-present', 'never'], {
        doc: 'Which to fetch: all, those the engine lacks, or none, which only looks whether they are there',
      }),
      { placeholder: 'POLICY', fallback: () => 'if-not-present' as const, fallbackText: 'if-not-present' },
    ),
    var: templateVariables,
    'engine-timeout': engineTimeout,
  },
  examples: [
    { line: 'spanwright pull', says: 'What the engine lacks' },
    { line: 'spanwright pull tests --policy always', says: 'Newer images of the same names too' },
    { line: 'spanwright pull --policy never', says: 'Whether all are there, before the network goes' },
  ],
} satisfies CommandEntry;
