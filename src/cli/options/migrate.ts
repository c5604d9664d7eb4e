import { boolean, text } from '../../scenario/index.ts';
import type { CommandEntry } from './command.ts';
import { list, toggle } from './entry.ts';

export const migrate = {
  summary: 'Rewrite files of clnrm as native scenario files',
  description: [
    'Writes NAME.span.toml beside each NAME.clnrm.toml or NAME.toml, from clnrm 0.3 to 1.0, and says what could not be carried over. A template becomes NAME.span.toml.tera, where its tags stand in values alone. The old file stays as it is, and no file is overwritten.',
    'The exit code is 2 if a file could not be migrated; the others are written all the same.',
  ],
  options: {
    file: list(text({ nonBlank: true, doc: 'Files to migrate' }), {
      position: 'several',
      placeholder: 'file',
      suggests: 'file',
    }),

    stdout: toggle(boolean({ doc: 'Print the native file and write nothing; for one file at a time' })),
  },
  examples: [
    { line: 'spanwright migrate orders.clnrm.toml', says: 'Writes orders.span.toml' },
    { line: 'spanwright migrate tests/*.clnrm.toml', says: 'All files of a folder' },
    { line: 'spanwright migrate orders.clnrm.toml --stdout', says: 'To look at first' },
  ],
} satisfies CommandEntry;
