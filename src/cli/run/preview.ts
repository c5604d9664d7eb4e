import { EXIT, type ExitCode } from '../../diagnostic/index.ts';
import { printPlan, redact, secretsOf } from '../../report/index.ts';
import { boundsOf } from './choices.ts';
import type { Prepared, RunContext } from './prepare.ts';

/** `--dry-run`: prints what would be run, in which order and why, and runs nothing. */
export function preview(
  { plan, jobs, shard, estimate, changes }: Prepared,
  { settings, terminal, host }: Pick<RunContext, 'settings' | 'terminal' | 'host'>,
): ExitCode {
  const reasons = (id: (typeof plan.scenarios)[number]['id']) => {
    const change = changes?.get(id);
    return change?.kind === 'changed' ? change.reasons : [];
  };
  const bounds = boundsOf(settings, jobs);
  const part = shard && { index: shard.index, count: shard.count };
  const { color } = terminal.out;
  const text = printPlan({ plan, bounds, shard: part, estimate, reasons }, settings.format.value, { color });
  // What a template took from the environment may stand in a name.
  terminal.out.write(redact(text, secretsOf(host.env)));
  return EXIT.passed;
}
