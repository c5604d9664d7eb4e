import type { Command } from '../context.ts';
import type { commands } from '../options/table.ts';
import { explain } from '../run/changed.ts';
import { perform } from '../run/perform.ts';
import { prepare } from '../run/prepare.ts';
import { preview } from '../run/preview.ts';

/** `spanwright run [PATHS]`: load, plan, execute, report. Nothing is started unless every file is correct. */
export const run: Command<typeof commands.run.options> = async (context) => {
  const prepared = prepare(context);
  if (typeof prepared === 'number') return prepared;
  if (context.settings['dry-run'].value) return preview(prepared, context);
  const { plan, changes } = prepared;
  if (changes) context.terminal.err.write(explain(plan, changes));
  return (await perform(prepared, context)).code;
};
