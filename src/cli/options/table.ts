import { boolean } from '../../scenario/index.ts';
import { cache } from './cache.ts';
import { clean } from './clean.ts';
import { collector } from './collector.ts';
import type { CommandEntry } from './command.ts';
import { completion } from './completion.ts';
import { config } from './config.ts';
import { diff } from './diff.ts';
import { doctor } from './doctor.ts';
import { request, triState } from './entry.ts';
import { explain } from './explain.ts';
import { fmt } from './fmt.ts';
import { graph } from './graph.ts';
import { init } from './init.ts';
import { judge } from './judge.ts';
import { learn } from './learn.ts';
import { lint } from './lint.ts';
import { lsp } from './lsp.ts';
import { mergeReports } from './merge-reports.ts';
import { migrate } from './migrate.ts';
import { plugins } from './plugins.ts';
import { prove } from './prove.ts';
import { pull } from './pull.ts';
import { record } from './record.ts';
import { redGreen } from './red-green.ts';
import { render } from './render.ts';
import { repro } from './repro.ts';
import { run } from './run.ts';
import { selfTest } from './self-test.ts';
import { services } from './services.ts';
import { spans } from './spans.ts';
import { trace } from './trace.ts';
import { validate } from './validate.ts';
import { view } from './view.ts';
import { watch } from './watch.ts';

/** Options of every command. `help` and `version` are answered before a command is looked at. */
export const globalOptions = {
  color: triState(boolean({ doc: 'Colour the output, or not' }), {
    fallbackText: 'as NO_COLOR, FORCE_COLOR and the terminal say',
  }),
  help: request(boolean({ doc: 'Show help for the command' }), { short: 'h' }),
  version: request(boolean({ doc: 'Show the version' }), { short: 'V' }),
};

/** Every command there is. Whatever is said about the command line anywhere is made from this table. */
export const commands = {
  run,
  'merge-reports': mergeReports,
  judge,
  prove,
  record,
  learn,
  repro,
  'red-green': redGreen,
  trace,
  spans,
  view,
  watch,
  validate,
  diff,
  lint,
  fmt,
  render,
  graph,
  init,
  migrate,
  lsp,
  explain,
  collector,
  cache,
  config,
  completion,
  pull,
  services,
  plugins,
  doctor,
  'self-test': selfTest,
  clean,
} satisfies Readonly<Record<string, CommandEntry>>;

export type CommandName = keyof typeof commands;
