import type { SandboxOptions } from '../contract.ts';

/** Where the value of one base variable comes from. */
export interface EnvironmentRule {
  readonly name: string;
  /** `runner`: passed on as it is; `fixed`: always `value`; `sandbox`: made for each scenario; `mark`: cannot be set. */
  readonly from: 'runner' | 'fixed' | 'sandbox' | 'mark';
  readonly value?: string;
  readonly why: string;
}

/** Carried by every process of a sandbox as `token:sandbox:command`, so that strays can be told from other processes. */
export const MARK_VARIABLE = 'SPANWRIGHT_MARK';

/**
 * Everything a command sees before its own settings. Nothing else of the runner's environment reaches it, so that a
 * scenario gives the same result in every shell; the backend's `pass` option lets single names through.
 */
export const environmentRules: readonly EnvironmentRule[] = [
  { name: 'PATH', from: 'runner', why: 'programs are found as in the shell that started the run' },
  { name: 'LANG', from: 'fixed', value: 'C.UTF-8', why: 'messages and sorting do not depend on the user' },
  { name: 'TZ', from: 'fixed', value: 'UTC', why: 'times do not depend on the machine' },
  { name: 'TERM', from: 'fixed', value: 'dumb', why: 'output goes to a pipe, not a terminal' },
  { name: 'HOME', from: 'sandbox', why: "the user's settings and caches stay out of it" },
  { name: 'TMPDIR', from: 'sandbox', why: 'temporary files are removed with the sandbox' },
  { name: 'SPANWRIGHT_RUN_ID', from: 'mark', why: 'names the run' },
  { name: 'SPANWRIGHT_SCENARIO_ID', from: 'mark', why: 'names the scenario' },
  { name: MARK_VARIABLE, from: 'mark', why: 'finds processes that left their process group' },
];

/** As getconf PATH and login(1) give it, for a runner that was started without any. */
const FALLBACK_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

export type Environment = Readonly<Record<string, string>>;

export interface BaseEnvironmentOptions {
  readonly runner: Readonly<Record<string, string | undefined>>;
  /** Further names passed on from the runner where it has them. */
  readonly pass: readonly string[];
  readonly homeDir: string;
  readonly tempDir: string;
}

/** The allow-listed environment of one sandbox, without the marks. */
export function baseEnvironment(options: BaseEnvironmentOptions): Environment {
  // No prototype: names such as `__proto__` are data.
  const env: Record<string, string> = Object.create(null);
  for (const rule of environmentRules) if (rule.value !== undefined) env[rule.name] = rule.value;
  for (const name of options.pass) {
    const value = options.runner[name];
    if (value !== undefined) env[name] = value;
  }
  env.PATH = options.runner.PATH ?? FALLBACK_PATH;
  env.HOME = options.homeDir;
  env.TMPDIR = options.tempDir;
  return env;
}

export interface CommandEnvironmentOptions {
  readonly base: Environment;
  /** The command's own settings. */
  readonly own: Environment;
  readonly ids: Pick<SandboxOptions, 'runId' | 'scenarioId'>;
  readonly mark: string;
}

/** The whole environment of one command: base, then its own settings, then the marks, which always win. */
export function commandEnvironment({ base, own, ids, mark }: CommandEnvironmentOptions): Environment {
  const env: Record<string, string> = Object.assign(Object.create(null), base, own);
  env.SPANWRIGHT_RUN_ID = ids.runId;
  env.SPANWRIGHT_SCENARIO_ID = ids.scenarioId;
  env[MARK_VARIABLE] = mark;
  return env;
}
