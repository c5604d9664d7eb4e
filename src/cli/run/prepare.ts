import { type Diagnostic, diagnostic, EXIT, type ExitCode } from '../../diagnostic/index.ts';
import type { Plan } from '../../plan/index.ts';
import type { LoadedFile } from '../../scenario/index.ts';
import type { Setting } from '../config/settings.ts';
import type { CommandContext } from '../context.ts';
import { discover, type NamedPath } from '../files/discover.ts';
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
  const { files, diagnostics } = loadFiles(found.files, host);
  const faults = [...reporters.diagnostics, ...found.diagnostics, ...diagnostics];
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

/** Paths in the project file start at its folder, all others at the working directory. */
function baseOf(setting: Setting, { host, project }: RunContext): string {
  return setting.origin.kind === 'project' && project ? project.dir : host.cwd;
}

function namedPaths(context: RunContext): NamedPath[] {
  const { paths } = context.settings;
  const base = baseOf(paths, context);
  return paths.value.map((text, index) => ({ text, base, place: paths.origin.places[index] }));
}

function noScenarioFiles({ settings, host }: RunContext): Diagnostic {
  const { value, origin } = settings.paths;
  const where = origin.kind === 'default' ? host.cwd : value.join(', ');
  return diagnostic({
    code: 'SW0012',
    message: `there is no *.span.toml and no *.clnrm.toml in ${where}`,
    place: origin.places[0],
    hint: 'name a file or another folder; `spanwright init` writes a first scenario',
  });
}
