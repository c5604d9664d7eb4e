import type {
  CloseOptions,
  CloseOutcome,
  CommandOutcome,
  CommandSpec,
  Sandbox,
  SandboxOptions,
  ServiceSpec,
  StartOutcome,
} from '../contract.ts';
import type { PrivateDirectories, PrivateDirectory } from './directory.ts';
import { commandEnvironment, type Environment } from './environment.ts';
import { execCommand } from './exec.ts';
import type { Hurry } from './hurry.ts';
import type { SandboxNetwork } from './network.ts';
import { ports } from './ports.ts';
import type { MarkedProcesses } from './proc.ts';
import type { ServiceProcess } from './service.ts';
import type { Keeper, Leftovers } from './spawn.ts';
import type { StartContext } from './start.ts';
import { startService } from './start-service.ts';
import { killMarked } from './tree.ts';
import { settlesWithin } from './wait.ts';
import type { Watchdog } from './watchdog.ts';

/**
 * Services are told to stop one after the other, the last one first, because it may still need those before it. One
 * that takes longer than this no longer holds up the rest, so that many slow ones together take about as long as one.
 */
const STOP_HEAD_START_MS = 100;
/** The same when the run was interrupted: twenty of them are told within a fifth of a second. */
const HURRIED_HEAD_START_MS = 10;

export interface ProcessSandboxContext {
  readonly options: SandboxOptions;
  readonly directory: PrivateDirectory;
  readonly directories: PrivateDirectories;
  readonly baseEnv: Environment;
  /** What all marks of this sandbox begin with; ends in a colon. */
  readonly mark: string;
  readonly marked: MarkedProcesses;
  readonly watchdog: Watchdog;
  readonly keeper: Keeper;
  /** Called once, when the keeper has finished, with whether it left nothing alive. */
  readonly release: (clean: boolean) => void;
  /** Its own, if it was asked for. */
  readonly network: SandboxNetwork | undefined;
  /** Why the number of its processes is not bounded though it should be. */
  readonly unbounded: string | undefined;
  readonly killGraceMs: number;
  readonly hurry: Hurry;
}

const closedAlready = AbortSignal.abort('closed');

export class ProcessSandbox implements Sandbox {
  readonly dir: string;
  readonly #context: ProcessSandboxContext;
  readonly #closing = new AbortController();
  readonly #services: ServiceProcess[] = [];
  readonly #running = new Set<Promise<unknown>>();
  readonly #ports = new Set<number>();
  #commands = 0;
  #isClosing = false;
  #closed: Promise<CloseOutcome> | undefined;

  constructor(context: ProcessSandboxContext) {
    this.dir = context.directory.work;
    this.#context = context;
    if (context.options.keep) context.directories.leave(context.directory);
  }

  allocatePorts(count: number): Promise<readonly number[]> {
    return this.#track(this.#takePorts(count));
  }

  exec(command: CommandSpec, signal: AbortSignal): Promise<CommandOutcome> {
    const { killGraceMs, hurry } = this.#context;
    const context = {
      ...this.#startContext(command),
      signals: [signal, this.#untilClosed],
      killGraceMs,
      hurry,
    };
    return this.#track(execCommand(command, context));
  }

  start(spec: ServiceSpec, signal: AbortSignal): Promise<StartOutcome> {
    return this.#track(
      startService(spec, {
        ...this.#startContext(spec.command),
        signal: this.#until(signal),
        hurry: this.#context.hurry,
        dial: this.#context.network?.dial,
        exec: (command, until) => this.exec(command, until),
        onProcess: (service) => this.#services.push(service),
      }),
    );
  }

  close(options: CloseOptions = {}): Promise<CloseOutcome> {
    this.#closed ??= this.#close(options.keep ?? this.#context.options.keep);
    return this.#closed;
  }

  async #takePorts(count: number): Promise<readonly number[]> {
    if (this.#isClosing) throw new Error('Ports were asked for after the sandbox was closed.');
    const taken = await ports.take(count);
    for (const port of taken) this.#ports.add(port);
    return taken;
  }

  async #close(keep: boolean): Promise<CloseOutcome> {
    const { directory, directories } = this.#context;
    this.#isClosing = true;
    if (this.#running.size > 0 || this.#services.length > 0) {
      // With a reason of its own, because making an exception is not free.
      this.#closing.abort('closed');
      await this.#stopServices();
      await Promise.allSettled(this.#running);
    }
    const { found, survivors, egress } = await this.#finish();
    this.#context.network?.close();
    ports.giveBack(this.#ports);
    if (keep) directories.leave(directory);
    const notRemoved = keep
      ? undefined
      : await directories.giveBack(directory, { unused: survivors.length === 0 });
    return {
      leaked: found,
      survivors,
      egress,
      unbounded: this.#context.unbounded,
      kept: keep ? directory.root : undefined,
      notRemoved,
    };
  }

  /** A keeper that was killed cannot say what it left; the marks can. */
  async #finish(): Promise<Leftovers> {
    const { keeper, marked, mark, release, hurry } = this.#context;
    const left = await keeper.finish({ inHurry: hurry.begun }).catch(() => killMarked(marked, mark));
    release(left.survivors.length === 0);
    return left;
  }

  async #stopServices(): Promise<void> {
    const stops: Promise<unknown>[] = [];
    for (const service of this.#services.toReversed()) {
      const stop = service.stop();
      stops.push(stop);
      await settlesWithin(stop, this.#context.hurry.begun ? HURRIED_HEAD_START_MS : STOP_HEAD_START_MS);
    }
    await Promise.all(stops);
  }

  /** Anything begun after closing has begun is cancelled at once. */
  #until(signal: AbortSignal): AbortSignal {
    return AbortSignal.any([signal, this.#untilClosed]);
  }

  get #untilClosed(): AbortSignal {
    return this.#isClosing ? closedAlready : this.#closing.signal;
  }

  #startContext(command: CommandSpec): StartContext {
    const { options, baseEnv, marked, watchdog, keeper } = this.#context;
    const mark = `${this.#context.mark}${++this.#commands}:`;
    const env = commandEnvironment({ base: baseEnv, own: command.env, ids: options, mark });
    return { keeper, env, mark, marked, watchdog };
  }

  #track<T>(work: Promise<T>): Promise<T> {
    this.#running.add(work);
    const forget = () => this.#running.delete(work);
    work.then(forget, forget);
    return work;
  }
}
