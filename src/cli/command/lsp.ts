import type { Command } from '../context.ts';
import { serve } from '../lsp/serve.ts';
import type { commands } from '../options/table.ts';

/** `spanwright lsp`: the language server, for an editor at the other end of standard input and output. */
export const lsp: Command<typeof commands.lsp.options> = async ({ host, terminal, packageDir, version }) => {
  const { stdin: input, stdout: output } = process;
  if (input.isTTY) {
    terminal.err.write('the language server waits for an editor on standard input; Ctrl-C ends it\n');
  }
  return serve({ input, output, host, packageDir, version });
};
