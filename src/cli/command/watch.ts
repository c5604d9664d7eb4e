import type { Command } from '../context.ts';
import type { commands } from '../options/table.ts';
import { slimDown } from '../watch/slim.ts';

/** `spanwright watch [PATHS]`: checks what is saved, until somebody ends it. */
export const watch: Command<typeof commands.watch.options> = async (context) => {
  // Before the rest is loaded: what was optimised once, stays.
  slimDown();
  return (await import('../watch/watch.ts')).watchFiles(context);
};
