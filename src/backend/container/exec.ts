import type { Duplex } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import type { CommandEnd, CommandOutcome, CommandSpec } from '../contract.ts';
import { OutputCapture } from '../process/capture.ts';
import type { Environment } from '../process/environment.ts';
import type { Hurry } from '../process/hurry.ts';
import type { MarkedProcesses } from '../process/proc.ts';
import { killMarked } from '../process/tree.ts';
import { becomesTrue, interruption, settlesWithin } from '../process/wait.ts';
import { explainRuntime, impossible, notStarted } from './describe-fault.ts';
import { Demultiplexer } from './engine/demux.ts';
import type { Engine, ExecState } from './engine/engine.ts';
import { isRefused } from './engine/fault.ts';

/** From the end of the output to the engine knowing how the command ended. */
const SETTLE_MS = 5_000;
/** For the output to end of processes that were just killed. */
const KILL_DRAIN_MS = 2_500;
const READER_LOOK_MS = 50;
/** For the last of a pipeline to end, as in the process backend. */
const STRAGGLER_MS = 250;

export interface ExecContext {
  readonly engine: Engine;
  /** Of the container, which runs. */
  readonly container: string;
  readonly env: Environment;
  readonly mark: string;
  readonly marked: MarkedProcesses;
  readonly signal: AbortSignal;
  readonly killGraceMs: number;
  readonly hurry: Hurry;
  /** Ends the whole container, where its processes are out of our reach. */
  readonly endContainer: () => Promise<void>;
  /** The limit of the container for which the system has killed something in it; undefined when it has not. */
  readonly limitReached: () => Promise<string | undefined>;
}

/** Runs a command in a running container to its end. What it leaves is killed where its processes can be seen from here. */
export async function execInContainer(command: CommandSpec, context: ExecContext): Promise<CommandOutcome> {
  const captures = {
    stdout: new OutputCapture(command.keepBytes),
    stderr: new OutputCapture(command.keepBytes),
  };
  const begunMs = performance.now();
  const outcome = (end: CommandEnd, leaked = false): CommandOutcome => ({
    end,
    stdout: captures.stdout.output(),
    stderr: captures.stderr.output(),
    durationMs: performance.now() - begunMs,
    leaked,
  });
  if (context.signal.aborted) return outcome({ kind: 'cancelled' });
  const cannot = impossible(command.argv);
  if (cannot) return outcome(cannot);
  const interrupted = interruption(context.signal, command.timeoutMs);
  try {
    const begun = await begin(command, context, captures);
    if ('kind' in begun) return outcome(begun);
    const first = await Promise.race([
      begun.drained,
      endOfReader(command, begun, context),
      interrupted.happened,
    ]);
    if (first === undefined) return await ended(command, context, { begun, outcome, captures });
    const afterMs = command.timeoutMs ?? performance.now() - begunMs;
    const done = outcome(first === 'cancelled' ? { kind: 'cancelled' } : { kind: 'timedOut', afterMs });
    await terminate(begun, context);
    return { ...outcome(done.end), durationMs: done.durationMs };
  } finally {
    interrupted.dispose();
  }
}

/**
 * The engine waits to pass on input that a command has not read, also when it has ended, and says nothing of the end. So
 * whoever gets input is looked after.
 */
async function endOfReader(
  { stdin }: CommandSpec,
  { exec, stream, drained }: Begun,
  { engine }: ExecContext,
): Promise<undefined> {
  if (stdin === undefined) return await drained;
  while (!stream.destroyed) {
    await pause(READER_LOOK_MS);
    if (stream.destroyed || (await engine.execState(exec)).running) continue;
    if (!(await settlesWithin(drained, KILL_DRAIN_MS))) stream.destroy();
  }
  return await drained;
}

interface Begun {
  readonly exec: string;
  readonly stream: Duplex;
  readonly drained: Promise<undefined>;
}

type Captures = Readonly<Record<'stdout' | 'stderr', OutputCapture>>;

async function begin(
  command: CommandSpec,
  { engine, container, env }: ExecContext,
  captures: Captures,
): Promise<Begun | Extract<CommandEnd, { kind: 'notStarted' }>> {
  const body = {
    Cmd: command.argv,
    Env: Object.entries(env).map(([name, value]) => `${name}=${value}`),
    ...(command.cwd !== '' && { WorkingDir: command.cwd }),
    AttachStdin: command.stdin !== undefined,
    AttachStdout: true,
    AttachStderr: true,
  };
  try {
    const exec = await engine.createExec(container, body);
    const { stream, framed } = await engine.startExec(exec);
    const demultiplexer = new Demultiplexer((name, chunk) => captures[name].push(chunk));
    stream.on('data', (chunk: Buffer) => (framed ? demultiplexer.push(chunk) : captures.stdout.push(chunk)));
    // A command may end without reading its input.
    stream.on('error', () => {});
    if (command.stdin !== undefined) stream.end(command.stdin);
    return {
      exec,
      stream,
      drained: new Promise((resolve) => stream.once('close', () => resolve(undefined))),
    };
  } catch (error) {
    if (isRefused(error, 400, 404, 409, 500)) {
      return explainRuntime(error.message, command) ?? notStarted('other', error.message);
    }
    throw error;
  }
}

interface Ending {
  readonly begun: Begun;
  readonly outcome: (end: CommandEnd, leaked?: boolean) => CommandOutcome;
  readonly captures: Captures;
}

async function ended(
  command: CommandSpec,
  context: ExecContext,
  { begun, outcome, captures }: Ending,
): Promise<CommandOutcome> {
  const state = await stateAfter(begun.exec, context.engine);
  const said = captures.stdout.output().text + captures.stderr.output().text;
  // The runtime's own words come as output of a command that never was.
  if (state.pid === 0 || /^OCI runtime exec failed|^Error: .*OCI runtime/.test(said)) {
    const why = [126, 127].includes(state.exitCode) ? explainRuntime(said, command) : undefined;
    if (why) return { ...outcome(why), stdout: nothing, stderr: nothing };
  }
  const durationMs = outcome({ kind: 'cancelled' }).durationMs;
  const leaked = await leavesProcesses(context);
  const limit = state.exitCode === 137 ? await context.limitReached() : undefined;
  const end: CommandEnd =
    limit === undefined
      ? { kind: 'exited', code: state.exitCode }
      : { kind: 'signalled', signal: 'SIGKILL', limit };
  return { ...outcome(end, leaked), durationMs };
}

const nothing = new OutputCapture(0).output();

async function stateAfter(exec: string, engine: Engine): Promise<ExecState> {
  const deadlineMs = performance.now() + SETTLE_MS;
  for (;;) {
    const state = await engine.execState(exec);
    if (!state.running || performance.now() > deadlineMs) return state;
    await pause(5);
  }
}

async function leavesProcesses({ marked, mark }: ExecContext): Promise<boolean> {
  if (await becomesTrue(() => marked.find(mark).length === 0, STRAGGLER_MS)) return false;
  const { found } = await killMarked(marked, mark);
  return found.length > 0;
}

/** SIGTERM, grace, SIGKILL to all that the command started; where that cannot be seen, the container goes with it. */
async function terminate({ exec, stream, drained }: Begun, context: ExecContext): Promise<void> {
  const { marked, mark, hurry, killGraceMs } = context;
  const seen = marked.find(mark);
  for (const { pid } of seen) signalPid(pid);
  await becomesTrue(
    () => marked.find(mark).length === 0,
    hurry.graceOfCommand(seen.length > 0 ? killGraceMs : 0),
  );
  await killMarked(marked, mark);
  if (seen.length === 0 && (await stillRuns(exec, context.engine))) await context.endContainer();
  if (!(await settlesWithin(drained, KILL_DRAIN_MS))) stream.destroy();
}

function signalPid(pid: number): void {
  try {
    process.kill(pid, 'SIGTERM');
  } catch {
    // Gone, or not ours to signal: then what follows deals with it.
  }
}

async function stillRuns(exec: string, engine: Engine): Promise<boolean> {
  return (await engine.execState(exec)).running;
}
