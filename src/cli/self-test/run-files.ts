import { resolve } from 'node:path';
import type { Plan } from '../../plan/index.ts';
import { resolveSettings, type Setting } from '../config/settings.ts';
import type { CommandContext } from '../context.ts';
import { run } from '../options/run.ts';
import type { commands } from '../options/table.ts';
import { type Performed, perform } from '../run/perform.ts';
import { prepare, type RunContext } from '../run/prepare.ts';
import type { Fault } from './faults.ts';
import type { Workplace } from './workplace.ts';

export type SelfTestContext = CommandContext<(typeof commands)['self-test']['options']>;

/** One call of the self-test. */
export interface Trial {
  readonly workplace: Workplace;
  readonly context: SelfTestContext;
  readonly fault: Fault | undefined;
}

/** Steps have a HOME of their own, in which nothing says where the user's engine listens. */
export function withEngine(trial: Trial, engine: string | undefined): Trial {
  if (engine === undefined) return trial;
  const { workplace } = trial;
  const host = { ...workplace.host, env: { ...workplace.host.env, DOCKER_HOST: engine } };
  return { ...trial, workplace: { ...workplace, host } };
}

/** A run, and what it was of; undefined where nothing could be prepared. */
export interface FilesRun extends Performed {
  readonly plan: Plan | undefined;
}

/** Runs files of the workplace as `spanwright run` would, in its surroundings. */
export async function runFiles(
  { workplace, context, fault }: Trial,
  files: readonly string[],
  reporters?: readonly string[],
): Promise<FilesRun> {
  const inner: RunContext = {
    ...context,
    host: workplace.host,
    project: undefined,
    spans: undefined,
    settings: runSettings(context, files, reporters),
  };
  const prepared = prepare(inner);
  if (typeof prepared === 'number') return { record: undefined, plan: undefined, code: prepared };
  const plan = fault?.plan(prepared.plan) ?? prepared.plan;
  const performed = await perform({ ...prepared, plan }, inner, { parts: fault?.parts });
  return { ...performed, plan };
}

/** Those of a plain run, with what the user has said of the report. */
function runSettings(
  { settings, host }: SelfTestContext,
  files: readonly string[],
  reporters: readonly string[] | undefined,
): RunContext['settings'] {
  const layers = { given: new Map(), env: {}, project: new Map(), addSource: () => {} };
  const plain = resolveSettings(run.options, layers).settings;
  const { jobs, verbose, quiet, reporter } = settings;
  return {
    ...plain,
    paths: chosen(files),
    record: chosen(false),
    timeout: chosen(SCENARIO_TIMEOUT_MS),
    'engine-timeout': settings['engine-timeout'],
    jobs,
    verbose,
    quiet,
    reporter: {
      ...reporter,
      value: reporters ?? reporter.value.map((text) => inFolder(text, host.cwd)),
    },
  };
}

/** No scenario takes a tenth of it. */
const SCENARIO_TIMEOUT_MS = 60_000;

function chosen<T>(value: T): Setting<T> {
  return { value, origin: { kind: 'flag', places: [] } };
}

/** `NAME:FILE` with a file that starts where the user is, not in the workplace. */
function inFolder(reporter: string, folder: string): string {
  const [name = '', file] = reporter.split(/:(.+)/s);
  return file === undefined ? reporter : `${name}:${resolve(folder, file)}`;
}
