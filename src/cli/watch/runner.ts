import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import type { RunEvent } from '../../event/index.ts';
import type { RunNews } from './news.ts';
import { scenarioNews } from './scenario-news.ts';
import type { WatchContext } from './survey.ts';

/** Runs scenario files, one run at a time. */
export interface Runner {
  /** Runs these files, absolute paths, once the present run is stopped; what it had not finished is not run again. */
  run(files: readonly string[]): void;
  /** Stops the present run, and runs nothing after it. */
  cancel(): void;
  /** Ends everything at once; resolves when no process is left. */
  close(): Promise<void>;
}

type State =
  | { readonly at: 'idle' }
  | { readonly at: 'running'; readonly child: ChildProcess }
  | { readonly at: 'stopping'; readonly child: ChildProcess; readonly next: readonly string[] | undefined }
  | { readonly at: 'closed' };

/** A run that was asked politely to stop is told to stop at once after so long. */
const GRACE_MS = 3000;
/** And one that has not ended so long after that is killed. */
const KILL_MS = 200;

/**
 * Runs in a process of its own, `spanwright run`, so that the watch stays small: what a process costs to start depends on
 * the memory of whoever starts it, and stopping is what a run does on a signal anyway.
 *
 *   idle --run--> running --run, cancel--> stopping --ended--> idle, or running the next
 *          ^--------' ended
 */
export function createRunner(
  { host, packageDir, settings }: Pick<WatchContext, 'host' | 'packageDir' | 'settings'>,
  tell: (news: RunNews, files: readonly string[]) => void,
): Runner {
  let state: State = { at: 'idle' };

  function start(files: readonly string[]): void {
    const startedMs = host.monotonicMs();
    const bin = join(packageDir, 'bin', 'spanwright.js');
    const variables = settings.var.value.flatMap((pair) => ['--var', pair]);
    const child = spawn(process.execPath, [bin, 'run', '--reporter', 'ndjson', ...variables, ...files], {
      cwd: host.cwd,
      env: host.env,
      stdio: ['ignore', 'pipe', 'pipe'],
      // Ctrl-C is for the watch, which stops the run in its own way.
      detached: true,
    });
    state = { at: 'running', child };
    tell({ type: 'runStarted', files }, files);
    let said = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said = `${said}${text}`.slice(0, MAX_SAID);
    });
    onLines(child, (line) => {
      if (state.at !== 'running' || state.child !== child) return;
      const event = eventOf(line);
      if (event?.type === 'scenarioFinished' && !event.willRetry) {
        tell({ type: 'scenario', scenario: scenarioNews(event.record) }, files);
      }
    });
    let isOver = false;
    const over = (exitCode: number | undefined, problem: string) => {
      if (isOver) return;
      isOver = true;
      const ended = state;
      const ms = host.monotonicMs() - startedMs;
      const stopped = ended.at !== 'running';
      const isFault = exitCode === undefined || exitCode === 2 || exitCode > 3;
      state = ended.at === 'closed' ? ended : { at: 'idle' };
      tell(
        { type: 'runEnded', stopped, exitCode, ms, said: isFault && !stopped ? said || problem : '' },
        files,
      );
      if (ended.at === 'stopping' && ended.next) start(ended.next);
    };
    child.on('error', (error) => over(undefined, error.message));
    child.on('close', (code) => over(code ?? undefined, 'the run ended by a signal'));
  }

  function stop(next: readonly string[] | undefined): void {
    if (state.at === 'idle' && next) start(next);
    if (state.at === 'stopping') state = { ...state, next };
    if (state.at !== 'running') return;
    const { child } = state;
    state = { at: 'stopping', child, next };
    child.kill('SIGTERM');
    setTimeout(() => child.exitCode === null && child.kill('SIGTERM'), GRACE_MS).unref();
  }

  return {
    run(files) {
      if (state.at === 'idle') start(files);
      else stop(files);
    },
    cancel: () => stop(undefined),
    async close() {
      const { child } = state.at === 'running' || state.at === 'stopping' ? state : { child: undefined };
      const wasStopping = state.at === 'stopping';
      state = { at: 'closed' };
      if (!child || child.exitCode !== null || child.signalCode !== null) return;
      const ended = new Promise<void>((done) => child.once('exit', () => done()));
      // The second signal is what makes a run end at once; then the system ends what it had started.
      if (!wasStopping) child.kill('SIGTERM');
      const again = setInterval(() => child.kill('SIGTERM'), 20);
      const kill = setTimeout(() => child.kill('SIGKILL'), KILL_MS);
      await ended;
      clearInterval(again);
      clearTimeout(kill);
    },
  };
}

/** What a run says before it starts anything is a few diagnostics. */
const MAX_SAID = 20_000;

function onLines({ stdout }: ChildProcess, take: (line: string) => void): void {
  let rest = '';
  stdout?.setEncoding('utf8').on('data', (text: string) => {
    const lines = `${rest}${text}`.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) take(line);
  });
}

function eventOf(line: string): RunEvent | undefined {
  try {
    // Our own program wrote it, in the same version.
    return JSON.parse(line) as RunEvent;
  } catch {
    return undefined;
  }
}
