import type { Command } from '../context.ts';
import type { commands } from '../options/table.ts';
import { perform } from '../run/perform.ts';
import { prepare } from '../run/prepare.ts';

/** `spanwright run [PATHS]`: load, plan, execute, report. Nothing is started unless every file is correct. */
export const run: Command<typeof commands.run.options> = async (context) => {
  const prepared = prepare(context);
  return typeof prepared === 'number' ? prepared : (await perform(prepared, context)).code;
};
