import { EXIT } from '../../diagnostic/index.ts';
import { printPlan } from '../../report/index.ts';
import type { Command } from '../context.ts';
import type { commands } from '../options/table.ts';
import { explain } from '../run/changed.ts';
import { boundsOf } from '../run/choices.ts';
import { perform } from '../run/perform.ts';
import { type Prepared, prepare, type RunContext } from '../run/prepare.ts';

/** `spanwright run [PATHS]`: load, plan, execute, report. Nothing is started unless every file is correct. */
export const run: Command<typeof commands.run.options> = async (context) => {
  const prepared = prepare(context);
  if (typeof prepared === 'number') return prepared;
  if (context.settings['dry-run'].value) return preview(prepared, context);
  const { plan, changes } = prepared;
  if (changes) context.terminal.err.write(explain(plan, changes));
  return (await perform(prepared, context)).code;
};

function preview({ plan, jobs, shard, estimate, changes }: Prepared, { settings, terminal }: RunContext) {
  const reasons = (id: (typeof plan.scenarios)[number]['id']) => {
    const change = changes?.get(id);
    return change?.kind === 'changed' ? change.reasons : [];
  };
  const bounds = boundsOf(settings, jobs);
  const part = shard && { index: shard.index, count: shard.count };
  const { color } = terminal.out;
  terminal.out.write(
    printPlan({ plan, bounds, shard: part, estimate, reasons }, settings.format.value, { color }),
  );
  return EXIT.passed;
}
