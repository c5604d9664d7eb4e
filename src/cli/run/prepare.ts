import { type Diagnostic, EXIT, type ExitCode } from '../../diagnostic/index.ts';
import type { Plan } from '../../plan/index.ts';
import type { LoadedFile } from '../../scenario/index.ts';
import type { CommandContext } from '../context.ts';
import { discover } from '../files/discover.ts';
import { baseOf, namedPaths, noScenarioFiles } from '../files/paths.ts';
import { surroundingsOf } from '../files/surroundings.ts';
import { VariableBook } from '../files/variables.ts';
import type { run } from '../options/run.ts';
import { chooseJobs, chooseLoudness, type Loudness } from './choices.ts';
import { loadFiles } from './load.ts';
import { chooseReporters, type Target } from './reporting.ts';
import { select } from './select.ts';

export type RunContext = CommandContext<typeof run.options>;

/** Everything that is decided before anything is started. */
export interface Prepared {
  readonly plan: Plan;
  readonly files: readonly LoadedFile[];
  readonly jobs: number;
  readonly loudness: Loudness;
  readonly targets: readonly Target[];
}

/**
 * Reads settings and files and makes the plan. Everything that is wrong, in any of them, is shown at once; then the
 * exit code says that nothing was run.
 */
export function prepare(context: RunContext): Prepared | ExitCode {
  const { settings, host, complain } = context;
  const jobs = chooseJobs(settings);
  const loudness = chooseLoudness(settings);
  const reporters = chooseReporters(settings.reporter, baseOf(settings.reporter, context), host);
  const found = discover(namedPaths(context), host);
  const variables = new VariableBook();
  const { files, diagnostics } = loadFiles(found.files, surroundingsOf(context), variables);
  const faults = [
    ...reporters.diagnostics,
    ...found.problems.map((each) => each.diagnostic),
    ...diagnostics,
    ...variables.unused(settings.var, context.project),
  ];
  const choices = [jobs, loudness].filter((each) => typeof each === 'object');
  if (faults.length + choices.length > 0) complain([...choices, ...faults]);
  if (typeof jobs === 'object' || typeof loudness === 'object' || faults.some(isError)) return EXIT.invalid;
  const plan = found.files.length === 0 ? noScenarioFiles(context) : select(files, settings);
  if (!('code' in plan)) return { plan, files, jobs, loudness, targets: reporters.targets };
  complain([plan]);
  return EXIT.nothingSelected;
}

function isError({ severity }: Diagnostic): boolean {
  return severity === 'error';
}
