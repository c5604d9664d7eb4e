import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import type { CommandEnd, CommandSpec, ServiceOutput } from '../contract.ts';
import { OutputCapture } from './capture.ts';
import type { Environment } from './environment.ts';
import { explainNotStarted, notStarted } from './not-started.ts';
import type { MarkedProcesses } from './proc.ts';
import { ProcessTree } from './tree.ts';
import type { Watchdog } from './watchdog.ts';

export type ExitStatus = Extract<CommandEnd, { kind: 'exited' | 'signalled' }>;

/** Files that commands make are readable by all and writable by their owner, whatever the user's own mask is. */
const UMASK = 0o022;

export interface StartContext {
  readonly env: Environment;
  readonly mark: string;
  readonly marked: MarkedProcesses;
  readonly watchdog: Watchdog;
  /** Sees everything the command writes, as it comes. */
  readonly onData?: (stream: 'stdout' | 'stderr', chunk: Buffer) => void;
}

/** A command that runs, or did: its first process, the output kept so far and the tree of processes below it. */
export interface Started {
  readonly pid: number;
  readonly tree: ProcessTree;
  readonly startedMs: number;
  /** How the first process ended, as soon as it has; others of its tree may still run. */
  readonly exited: Promise<{ readonly status: ExitStatus; readonly atMs: number }>;
  /** Nobody can write output any more. */
  readonly drained: Promise<unknown>;
  output(): ServiceOutput;
  /** Stops reading, for output that a process beyond our reach still holds open; fulfils `drained`. */
  hangUp(): void;
}

/**
 * Starts a command in its own session and process group, with its output read from the first byte. Whatever the
 * system has against it is returned, not thrown.
 */
export async function startCommand(
  command: CommandSpec,
  context: StartContext,
): Promise<Started | Extract<CommandEnd, { kind: 'notStarted' }>> {
  const startedMs = performance.now();
  let child: ChildProcess;
  try {
    child = spawnWithMask(command, context.env);
  } catch (error) {
    return command.argv.length === 0
      ? notStarted('other', 'the command is empty')
      : explainNotStarted(error, command, context.env);
  }
  if (child.pid === undefined) {
    const [error] = await once(child, 'error');
    return explainNotStarted(error, command, context.env);
  }
  return follow(child, child.pid, { command, context, startedMs });
}

function spawnWithMask(command: CommandSpec, env: Environment): ChildProcess {
  const [program = '', ...args] = command.argv;
  // A child inherits the mask of its parent, and spawn has no option for it. No other code of ours runs in between.
  const before = process.umask(UMASK);
  try {
    return spawn(program, args, {
      cwd: command.cwd,
      env,
      detached: true,
      stdio: [command.stdin === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    });
  } finally {
    process.umask(before);
  }
}

interface FollowOptions {
  readonly command: CommandSpec;
  readonly context: StartContext;
  readonly startedMs: number;
}

function follow(child: ChildProcess, pid: number, { command, context, startedMs }: FollowOptions): Started {
  const { mark, marked, watchdog, onData } = context;
  watchdog.guard(`group ${pid}`);
  const tree = new ProcessTree({ pid, mark, marked });
  const exited = new Promise<{ status: ExitStatus; atMs: number }>((resolve) => {
    child.once('exit', (code, signal) => {
      tree.leaderEnded();
      const status: ExitStatus =
        code === null ? { kind: 'signalled', signal: signal ?? 'unknown' } : { kind: 'exited', code };
      resolve({ status, atMs: performance.now() });
    });
  });
  const read = (name: 'stdout' | 'stderr') => {
    const stream = child[name];
    const capture = new OutputCapture(command.keepBytes);
    stream?.on('data', (chunk: Buffer) => {
      capture.push(chunk);
      onData?.(name, chunk);
    });
    return { capture, closed: closed(stream), hangUp: () => stream?.destroy() };
  };
  const [stdout, stderr] = [read('stdout'), read('stderr')];
  // A command may end, or close its input, without reading all of it (EPIPE): that is its own affair.
  child.stdin?.on('error', () => {});
  child.stdin?.end(command.stdin);
  return {
    pid,
    tree,
    startedMs,
    exited,
    drained: Promise.all([stdout.closed, stderr.closed]),
    output: () => ({ stdout: stdout.capture.output(), stderr: stderr.capture.output() }),
    hangUp: () => {
      stdout.hangUp();
      stderr.hangUp();
    },
  };
}

function closed(stream: Readable | null): Promise<void> {
  return new Promise((resolve) => {
    if (stream === null || stream.closed) resolve();
    // An error of the pipe is followed by `close`; what was read until then is what there is.
    else stream.on('error', () => {}).once('close', resolve);
  });
}
