import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { EXIT, type ExitCode } from '../diagnostic/index.ts';
import { createFold, type RunEvent, type RunRecord } from '../event/index.ts';

export interface RunOptions {
  /** Scenario files and folders in which to look for them, as for `spanwright run`; default what the project says. */
  readonly paths?: readonly string[];
  /** Where the project is looked for and relative paths begin; default the working directory. */
  readonly cwd?: string;
  /** Further options of `spanwright run`, such as `['--tag', 'smoke', '--jobs', '4']`. */
  readonly args?: readonly string[];
  /** Default the environment of this process. */
  readonly env?: NodeJS.ProcessEnv;
  /** Called with each event when it happens. */
  readonly onEvent?: (event: RunEvent) => void;
  /** Ends the run as SIGTERM does: what was started is stopped, and the outcome says so. */
  readonly signal?: AbortSignal;
}

export interface RunOutcome {
  /** Only 0 is a pass. */
  readonly exitCode: ExitCode;
  /** Undefined when nothing was run: a file is not correct, or nothing was selected. */
  readonly record: RunRecord | undefined;
  /** What Spanwright said about it to people, such as diagnostics; not meant for programs. */
  readonly messages: string;
}

/**
 * Runs scenarios and judges them, as `spanwright run` does, in a process of its own. What goes wrong with scenarios or
 * their files is an outcome; the promise is rejected when Spanwright itself cannot be started, or its output not read.
 */
export async function runScenarios(options: RunOptions = {}): Promise<RunOutcome> {
  const { paths = [], args = [], cwd, env, onEvent, signal } = options;
  const child = spawn(process.execPath, [program(), 'run', '--reporter', 'ndjson', ...args, '--', ...paths], {
    cwd,
    env,
    signal,
    killSignal: 'SIGTERM',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const fold = createFold();
  let isRun = false;
  const lines = linesTo((line) => {
    // Printed by this version of Spanwright a moment ago.
    const event = JSON.parse(line) as RunEvent;
    isRun = true;
    fold.add(event);
    onEvent?.(event);
  });
  let messages = '';
  const ended = Promise.withResolvers<number | null>();
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    try {
      lines(text);
    } catch (error) {
      ended.reject(error);
      child.kill();
    }
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    messages += text;
  });
  // An abort is reported as an error too, and is an outcome here: the process ends by itself, in order.
  child.on('error', (error) => {
    if (error.name !== 'AbortError' || child.pid === undefined) ended.reject(error);
  });
  child.on('close', (code) => ended.resolve(code));
  const code = await ended.promise;
  // Before it is able to end in order, a signal ends it at once.
  const isStopped = code === null && signal?.aborted === true;
  if (code === null && !isStopped) throw new Error(`spanwright was killed by ${child.signalCode}`);
  // The program ends with a code of the table and no other.
  const exitCode = isStopped ? EXIT.terminated : (code as ExitCode);
  return { exitCode, record: isRun ? fold.record() : undefined, messages };
}

/** The starter of the package that this module is part of, wherever it has been bundled to. */
function program(): string {
  const manifest = createRequire(import.meta.url).resolve('spanwright/package.json');
  return join(manifest, '../bin/spanwright.js');
}

/** Calls back with each line of a text that comes in pieces. */
function linesTo(take: (line: string) => void): (text: string) => void {
  let rest = '';
  return (text) => {
    const lines = `${rest}${text}`.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) take(line);
  };
}
