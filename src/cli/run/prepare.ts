import { type StartedHelper, startHelper } from '../../backend/index.ts';
import { type Diagnostic, diagnostic, EXIT, type ExitCode } from '../../diagnostic/index.ts';
import { sha256 } from '../../digest/index.ts';
import type { ShardRecord } from '../../event/index.ts';
import { createLocate, type Estimate, type Plan, type ScenarioId } from '../../plan/index.ts';
import type { LoadedFile } from '../../scenario/index.ts';
import type { CommandContext } from '../context.ts';
import { discover } from '../files/discover.ts';
import { baseOf, namedPaths, noScenarioFiles } from '../files/paths.ts';
import { surroundingsOf } from '../files/surroundings.ts';
import { VariableBook } from '../files/variables.ts';
import type { run } from '../options/run.ts';
import { type Change, changesOf, withoutUnchanged } from './changed.ts';
import { chooseJobs, chooseLoudness, type Loudness } from './choices.ts';
import { createHistory, type History } from './history.ts';
import { findInputs, type Source } from './inputs.ts';
import type { RunInputs } from './inputs-file.ts';
import { wantedIsolation } from './isolation.ts';
import { type Loaded, loadFiles, loadToRun } from './load.ts';
import { chooseReporters, type Target } from './reporting.ts';
import { select } from './select.ts';
import { chooseShard, chooseTimings, shardOf } from './shard.ts';

export type RunContext = CommandContext<typeof run.options>;

/** Everything that is decided before anything is started. */
export interface Prepared {
  readonly plan: Plan;
  readonly files: readonly LoadedFile[];
  readonly jobs: number;
  readonly loudness: Loudness;
  readonly targets: readonly Target[];
  readonly shard: ShardRecord | undefined;
  readonly estimate: Estimate;
  /** What each scenario is made of; left out where nobody would read it. */
  readonly inputs: RunInputs | undefined;
  /** Starts the commands; undefined where nothing is to be run. */
  readonly helper: StartedHelper | undefined;
  /** Why each scenario is run, where that was asked for. */
  readonly changes: ReadonlyMap<ScenarioId, Change> | undefined;
}

/**
 * Reads settings and files and makes the plan. Everything that is wrong, in any of them, is shown at once; then the
 * exit code says that nothing was run.
 */
export function prepare(context: RunContext): Prepared | ExitCode {
  const { settings, host, complain } = context;
  // Before anything is read, because it takes a moment; it ends with this process, whatever is wrong with the files.
  const helper = settings['dry-run'].value ? undefined : startHelper(wantedIsolation(settings).best);
  const jobs = chooseJobs(settings);
  const loudness = chooseLoudness(settings);
  const shard = chooseShard(settings.shard);
  const history = createHistory(context);
  const estimate = chooseTimings(settings, context, history);
  const reporters = chooseReporters(settings.reporter, baseOf(settings.reporter, context), host);
  const found = discover(namedPaths(context), host);
  const variables = new VariableBook();
  const loaded = settings['dry-run'].value
    ? loadFiles(found.files, surroundingsOf(context), variables)
    : loadToRun(found.files, context, variables);
  const faults = [
    ...reporters.diagnostics,
    ...found.problems.map((each) => each.diagnostic),
    ...loaded.diagnostics,
    ...variables.unused(settings.var, context.project),
  ];
  const choices = [jobs, loudness, shard, estimate, formatFault(settings)].filter(isDiagnostic);
  if (faults.length + choices.length > 0) complain([...choices, ...faults]);
  if (isDiagnostic(jobs) || isDiagnostic(loudness) || isDiagnostic(shard) || isDiagnostic(estimate)) {
    return EXIT.invalid;
  }
  if (choices.length > 0 || faults.some(isError)) return EXIT.invalid;
  const failing = settings['last-failed'].value ? history.failing() : undefined;
  const selected =
    found.files.length === 0 ? noScenarioFiles(context) : select(loaded.files, settings, { failing });
  if ('code' in selected) {
    complain([selected]);
    return selected.code === 'SW0027' ? EXIT.invalid : EXIT.nothingSelected;
  }
  const { plan, ...rest } = adapt(selected, { context, loaded, history });
  const part = shard && shardOf(plan, shard, estimate);
  return {
    plan: part?.plan ?? plan,
    files: loaded.files,
    jobs,
    loudness,
    targets: reporters.targets,
    shard: part?.record,
    estimate,
    helper,
    ...rest,
  };
}

interface Adapting {
  readonly context: RunContext;
  readonly loaded: Loaded;
  readonly history: History;
}

/** Compares what the scenarios are made of with earlier runs, where that is asked for. */
function adapt(
  plan: Plan,
  { context, loaded, history }: Adapting,
): Pick<Prepared, 'plan' | 'inputs' | 'changes'> {
  const { settings, host, project, version, complain } = context;
  const { changed, explain, record } = settings;
  if (!(changed.value || explain.value || record.value))
    return { plan, inputs: undefined, changes: undefined };
  const { inputs, diagnostics } = findInputs(plan, {
    host,
    projectDir: project?.dir ?? host.cwd,
    tool: version,
    sources: sourcesOf(loaded),
    locate: createLocate(loaded.files),
  });
  if (diagnostics.length > 0) complain(diagnostics);
  if (!(changed.value || explain.value)) return { plan, inputs, changes: undefined };
  const changes = changesOf(plan, inputs, history);
  return {
    plan: changed.value ? withoutUnchanged(plan, changes) : plan,
    inputs,
    changes: explain.value ? changes : undefined,
  };
}

function sourcesOf({ files, dependencies }: Loaded): ReadonlyMap<string, Source> {
  return new Map(
    files.map(({ file, text }) => [
      file,
      { digest: sha256(text), dependencies: dependencies.get(file) ?? [] },
    ]),
  );
}

function formatFault({ format, 'dry-run': dryRun }: RunContext['settings']): Diagnostic | undefined {
  if (dryRun.value || format.origin.kind !== 'flag') return undefined;
  return diagnostic({
    code: 'SW0028',
    message: '--format says how --dry-run prints the plan',
    place: format.origin.places[0],
    hint: 'add --dry-run, or choose how to report a run with --reporter',
  });
}

function isDiagnostic(choice: unknown): choice is Diagnostic {
  return typeof choice === 'object' && choice !== null && 'code' in choice;
}

function isError({ severity }: Diagnostic): boolean {
  return severity === 'error';
}
