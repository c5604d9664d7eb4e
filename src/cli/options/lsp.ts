import { boolean } from '../../scenario/index.ts';
import type { CommandEntry } from './command.ts';
import { toggle } from './entry.ts';

export const lsp = {
  summary: 'Serve an editor: diagnostics, completion, hover, definitions',
  description: [
    'Speaks the Language Server Protocol over standard input and output, for *.span.toml, *.clnrm.toml and their templates. Editors start it; docs/editors.md says how they are told to.',
    'Writes no file, starts no process, opens no connection. Ends with the editor.',
  ],
  options: {
    stdio: toggle(
      boolean({
        doc: 'Has no effect, as standard input and output are the only way; for editors that add the flag',
      }),
      { on: true },
    ),
  },
  examples: [{ line: 'spanwright lsp', says: 'As editors call it' }],
} satisfies CommandEntry;
