import type { CommandEnd, CommandSpec, ServiceOutput } from '../contract.ts';
import { DEFAULT_KEEP_BYTES, OutputCapture } from './capture.ts';
import type { Environment } from './environment.ts';
import { explainNotStarted, notStarted } from './not-started.ts';
import type { MarkedProcesses } from './proc.ts';
import type { Keeper, Spawned } from './spawn.ts';
import { ProcessTree } from './tree.ts';
import type { Watchdog } from './watchdog.ts';

export interface StartContext {
  readonly keeper: Keeper;
  readonly env: Environment;
  readonly mark: string;
  readonly marked: MarkedProcesses;
  readonly watchdog: Watchdog;
  /** Sees everything the command writes, as it comes. */
  readonly onData?: (stream: 'stdout' | 'stderr', chunk: Buffer) => void;
}

/** A command that runs, or did: its first process, the output kept so far and the tree of processes below it. */
export interface Started extends Spawned {
  readonly tree: ProcessTree;
  readonly startedMs: number;
  output(): ServiceOutput;
}

/**
 * Starts a command in its own session and process group, with its output read from the first byte. Whatever the
 * system has against it is returned, not thrown.
 */
export async function startCommand(
  command: CommandSpec,
  context: StartContext,
): Promise<Started | Extract<CommandEnd, { kind: 'notStarted' }>> {
  const { keeper, env, mark, marked, watchdog } = context;
  const startedMs = performance.now();
  if (command.argv.length === 0) return notStarted('other', 'the command is empty');
  const captures = {
    stdout: new OutputCapture(command.keepBytes),
    stderr: new OutputCapture(command.keepBytes),
  };
  let spawned: Spawned;
  try {
    spawned = await keeper.spawn({
      command,
      env,
      // Whoever looks at it as it comes needs all of it.
      keepBytes: context.onData ? Number.POSITIVE_INFINITY : (command.keepBytes ?? DEFAULT_KEEP_BYTES),
      onOmitted: (stream, bytes) => captures[stream].skip(bytes),
      onData(stream, chunk) {
        captures[stream].push(chunk);
        context.onData?.(stream, chunk);
      },
    });
  } catch (error) {
    return explainNotStarted(error, command, env);
  }
  if (!keeper.diesWithRunner) watchdog.guard(`group ${spawned.pid}`);
  const tree = new ProcessTree({ pid: spawned.pid, mark, marked });
  // Before anybody else can wait for it, so that whoever does finds the tree informed.
  void spawned.exited.then(() => tree.leaderEnded());
  const output = () => ({ stdout: captures.stdout.output(), stderr: captures.stderr.output() });
  return { ...spawned, tree, startedMs, output };
}
