import { boolean } from '../../scenario/index.ts';
import type { CommandEntry } from './command.ts';
import { toggle } from './entry.ts';
import { run } from './run.ts';
import { ignoredAttributes } from './trace.ts';

export const repro = {
  summary: 'Run scenarios again and compare their traces with the baselines',
  description: [
    'Runs what `spanwright run` would run, and compares the trace of each scenario that passes with its baseline (`spanwright record`). What varies from run to run does not count.',
    'The exit code is 1 if a trace differs, and 3 if a scenario has no baseline.',
  ],
  options: {
    ...run.options,
    'verify-digest': toggle(
      boolean({ doc: 'Compare the digests of the baselines instead, in which everything counts' }),
    ),
    ignore: ignoredAttributes,
  },
  examples: [
    { line: 'spanwright repro', says: 'Everything below the working directory' },
    { line: 'spanwright repro orders.span.toml --verify-digest', says: 'One file, by digest' },
  ],
} satisfies CommandEntry;
