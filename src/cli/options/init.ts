import { text } from '../../scenario/index.ts';
import type { CommandEntry } from './command.ts';
import { value } from './entry.ts';

export const init = {
  summary: 'Write a project that runs',
  description: [
    'Writes spanwright.toml, one scenario and the small service it tests, and runs nothing. The example needs no package: `spanwright run` passes right after it. Files that exist are never overwritten.',
  ],
  options: {
    folder: value(text({ nonBlank: true, doc: 'Where to write; made if it does not exist' }), {
      position: 'optional',
      placeholder: 'folder',
      fallback: () => '.',
      fallbackText: 'the working directory',
      suggests: 'directory',
    }),
  },
  examples: [
    { line: 'spanwright init', says: 'In the working directory' },
    { line: 'spanwright init orders-test', says: 'In a new folder' },
  ],
} satisfies CommandEntry;
