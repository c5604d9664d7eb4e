import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import type { CommandEnd, CommandSpec, EgressAttempt, LeakedProcess } from '../contract.ts';
import type { Environment } from './environment.ts';

export type ExitStatus = Extract<CommandEnd, { kind: 'exited' | 'signalled' }>;

/** One command that was started, by whichever way. */
export interface Spawned {
  /** Also the id of its process group and session, as this process sees it. */
  readonly pid: number;
  /** How it ended, as soon as it has; its children may still run. */
  readonly exited: Promise<{ readonly status: ExitStatus; readonly atMs: number }>;
  /** Nobody can write output any more. */
  readonly drained: Promise<unknown>;
  /** Whether it is already known that it has ended, left no process and has no more output to come. */
  isOver(): boolean;
  /** Stops reading, for output that somebody still holds open; fulfils `drained`. */
  hangUp(): void;
}

export type OutputStream = 'stdout' | 'stderr';

export interface SpawnRequest {
  readonly command: CommandSpec;
  readonly env: Environment;
  /** So many bytes of the head of each stream, and as many of its tail, are of interest; Infinity for all. */
  readonly keepBytes: number;
  readonly onData: (stream: OutputStream, chunk: Buffer) => void;
  /** Told between head and tail how many bytes were left out; never, where everything is passed on all the same. */
  readonly onOmitted: (stream: OutputStream, bytes: number) => void;
}

/** Starts the commands of one sandbox and, in the end, tells and kills what they left behind. */
export interface Keeper {
  /** Rejects with the system's error when the command cannot be started; its `code` says why. */
  spawn(request: SpawnRequest): Promise<Spawned>;
  /** What ends on its own in a moment was not left behind; in a hurry it is not waited for. */
  finish(options: { readonly inHurry: boolean }): Promise<Leftovers>;
  /** Whether what it started dies with the runner, so that nobody else has to be told of each command. */
  readonly diesWithRunner: boolean;
}

export interface Leftovers {
  readonly found: readonly LeakedProcess[];
  /** Those among them that not even SIGKILL ended in time. */
  readonly survivors: readonly LeakedProcess[];
  /** Seen by a keeper that made a network. */
  readonly egress: readonly EgressAttempt[];
}

/** Files that commands make are readable by all and writable by their owner, whatever the user's own mask is. */
const UMASK = 0o022;

/** Node's own spawn: a fork of this process, which takes the longer the more memory it uses. */
export async function spawnByNode({ command, env, onData }: SpawnRequest): Promise<Spawned> {
  const child = spawnWithMask(command, env);
  if (child.pid === undefined) {
    const [error] = await once(child, 'error');
    throw error;
  }
  const exited = new Promise<Awaited<Spawned['exited']>>((resolve) => {
    child.once('exit', (code, signal) => {
      const status: ExitStatus =
        code === null ? { kind: 'signalled', signal: signal ?? 'unknown' } : { kind: 'exited', code };
      resolve({ status, atMs: performance.now() });
    });
  });
  child.stdout?.on('data', (chunk: Buffer) => onData('stdout', chunk));
  child.stderr?.on('data', (chunk: Buffer) => onData('stderr', chunk));
  // A command may end, or close its input, without reading all of it (EPIPE): that is its own affair.
  child.stdin?.on('error', () => {});
  child.stdin?.end(command.stdin);
  return {
    pid: child.pid,
    exited,
    drained: Promise.all([closed(child.stdout), closed(child.stderr)]),
    // Node hears of its own children only, never of what they leave.
    isOver: () => false,
    hangUp() {
      child.stdout?.destroy();
      child.stderr?.destroy();
    },
  };
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

function closed(stream: Readable | null): Promise<void> {
  return new Promise((resolve) => {
    if (stream === null || stream.closed) resolve();
    // An error of the pipe is followed by `close`; what was read until then is what there is.
    else stream.on('error', () => {}).once('close', resolve);
  });
}
