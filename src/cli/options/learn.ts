import { integer, text } from '../../scenario/index.ts';
import type { CommandEntry } from './command.ts';
import { list, value } from './entry.ts';

export const learn = {
  summary: 'Write expectations from what recorded runs did',
  description: [
    'Looks at the traces of the last recorded runs in which the scenarios of a file passed, and writes the file with expectations for everything that was the same in all of them: spans with their parents, kinds, status, attributes and number. What varied is named in comments and not claimed.',
    'The more runs, the better it tells what varies. Read what was learned before keeping it: it says what the system does, not what it should do.',
  ],
  options: {
    file: value(text({ nonBlank: true, doc: 'The scenario file, as it was run' }), {
      position: 'one',
      placeholder: 'file',
      suggests: 'file',
    }),
    runs: value(
      integer({ min: 1, max: 50, doc: 'Learn from as many recorded runs at most, the last ones' }),
      {
        placeholder: 'N',
        fallback: () => 5,
        fallbackText: '5',
      },
    ),
    only: list(
      text({ nonBlank: true, doc: 'Learn only scenarios whose id (FILE::NAME) contains this text' }),
      {
        placeholder: 'TEXT',
      },
    ),
    output: value(text({ nonBlank: true, doc: 'Write to this file, which must not be there yet' }), {
      short: 'o',
      variable: 'SPANWRIGHT_LEARN_OUTPUT',
      placeholder: 'FILE',
      fallbackText: 'standard output',
      suggests: 'file',
    }),
  },
  examples: [
    { line: 'spanwright learn orders.span.toml', says: 'Show what the last five runs have in common' },
    {
      line: 'spanwright learn orders.span.toml --runs 20 --output learned.span.toml',
      says: 'As a file of its own',
    },
  ],
} satisfies CommandEntry;
