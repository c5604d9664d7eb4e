import type { CommandEnd, CommandOutcome, CommandSpec } from '../contract.ts';
import { OutputCapture } from './capture.ts';
import { finish, killRest } from './finish.ts';
import type { Hurry } from './hurry.ts';
import { type StartContext, type Started, startCommand } from './start.ts';
import { interruption } from './wait.ts';

export interface ExecContext extends StartContext {
  /** The first of them that is aborted ends it. Several, because one made of them costs as much as a small command. */
  readonly signals: readonly AbortSignal[];
  /** From SIGTERM to SIGKILL when the time is over or the signal is aborted. */
  readonly killGraceMs: number;
  readonly hurry: Hurry;
}

/** Runs a command to its end, which is one of those of {@link CommandEnd}; nothing of its process group outlives it. */
export async function execCommand(command: CommandSpec, context: ExecContext): Promise<CommandOutcome> {
  if (context.signals.some(({ aborted }) => aborted)) return withoutProcess({ kind: 'cancelled' });
  const started = await startCommand(command, context);
  if ('kind' in started) return withoutProcess(started);
  const ended = await endOf(started, command.timeoutMs, context);
  context.watchdog.release(`group ${started.pid}`);
  return { ...ended, ...started.output() };
}

type Ended = Pick<CommandOutcome, 'end' | 'durationMs' | 'leaked'>;

async function endOf(started: Started, timeoutMs: number | undefined, context: ExecContext): Promise<Ended> {
  const interrupted = interruption(context.signals, timeoutMs);
  const first = await Promise.race([started.exited, interrupted.happened]);
  interrupted.dispose();
  if (typeof first === 'object') {
    const durationMs = first.atMs - started.startedMs;
    return { end: first.status, durationMs, leaked: await finish(started) };
  }
  // Taken before the clean-up, which is not the command's own time.
  const durationMs = performance.now() - started.startedMs;
  const end: CommandEnd =
    first === 'cancelled' ? { kind: 'cancelled' } : { kind: 'timedOut', afterMs: timeoutMs ?? durationMs };
  await started.tree.terminate('SIGTERM', context.hurry.graceOfCommand(context.killGraceMs));
  await killRest(started);
  return { end, durationMs, leaked: false };
}

function withoutProcess(end: CommandEnd): CommandOutcome {
  const nothing = new OutputCapture(0).output();
  return { end, stdout: nothing, stderr: nothing, durationMs: 0, leaked: false };
}
