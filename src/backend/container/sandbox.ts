import type {
  CloseOptions,
  CloseOutcome,
  CommandEnd,
  CommandOutcome,
  CommandSpec,
  ContainerSpec,
  Sandbox,
  ServiceSpec,
  StartOutcome,
} from '../contract.ts';
import { OutputCapture } from '../process/capture.ts';
import { commandEnvironment } from '../process/environment.ts';
import { settlesWithin } from '../process/wait.ts';
import type { Container } from './container.ts';
import { notStarted } from './describe-fault.ts';
import { isRefused } from './engine/fault.ts';
import { execInContainer } from './exec.ts';
import { KEPT_PREFIX } from './labels.ts';
import { BASE, ContainerMaker, type MakerContext } from './maker.ts';
import { LentService, reuseKey } from './reuse.ts';
import { ContainerService, memoryLimit } from './service.ts';
import { readyAgain, startService } from './start-service.ts';
import { mountable } from './volumes.ts';
import type { Way } from './ways-of.ts';

/** So long the next service waits to be told after the one that may still need it; as in the process backend. */
const STOP_HEAD_START_MS = 100;
const HURRIED_HEAD_START_MS = 10;

export interface ContainerSandboxContext extends MakerContext, Way {
  /** Of what runs commands that name no service; undefined for this machine. */
  readonly image: string | undefined;
}

/** A scenario's private place of which some parts are containers, in a network of their own. */
export class ContainerSandbox implements Sandbox {
  readonly dir: string;
  readonly containerHost: string;
  readonly guessesHost: boolean;
  readonly #context: ContainerSandboxContext;
  readonly #closing = new AbortController();
  readonly #maker: ContainerMaker;
  readonly #services: ContainerService[] = [];
  /** Those of the services that later scenarios may get, with what tells who. */
  readonly #shared = new Map<ContainerService, string>();
  readonly #running = new Set<Promise<unknown>>();
  readonly #standIns = new Map<string, Promise<Container>>();
  #base: Promise<Container> | undefined;
  #closed: Promise<CloseOutcome> | undefined;

  constructor(context: ContainerSandboxContext) {
    this.#context = context;
    this.#maker = new ContainerMaker(context, this.#closing.signal);
    this.dir = context.local.dir;
    this.containerHost = context.containerHost;
    this.guessesHost = context.guessesHost;
  }

  allocatePorts(count: number): Promise<readonly number[]> {
    return this.#context.local.allocatePorts(count);
  }

  offer(ports: readonly number[]): void {
    const { runtime, ways, network } = this.#context;
    if (network.gateway !== undefined) runtime.later(ways.offer(ports, network.gateway));
  }

  exec(command: CommandSpec, signal: AbortSignal): Promise<CommandOutcome> {
    const { local, image } = this.#context;
    if (command.inService === undefined && image === undefined) return local.exec(command, signal);
    return this.#track(this.#exec(command, this.#until(signal)));
  }

  prepare(spec: ServiceSpec): void {
    const container = this.#kindOf(spec);
    if (container) this.#maker.prepare({ ...spec, container });
  }

  start(spec: ServiceSpec, signal: AbortSignal): Promise<StartOutcome> {
    const container = this.#kindOf(spec);
    if (!container) return this.#context.local.start(spec, signal);
    return this.#track(this.#start({ ...spec, container }, this.#until(signal)));
  }

  close(options: CloseOptions = {}): Promise<CloseOutcome> {
    this.#closed ??= this.#close(options.keep ?? this.#context.options.keep);
    return this.#closed;
  }

  /** Whether the engine's networks and paths are those of this machine. */
  get #isHere(): boolean {
    return this.#context.network.gateway !== undefined;
  }

  /** Undefined for a service that runs on this machine. */
  #kindOf({ container }: ServiceSpec): ContainerSpec | undefined {
    const { image } = this.#context;
    return container ?? (image === undefined ? undefined : plainContainer(image));
  }

  async #exec(command: CommandSpec, signal: AbortSignal): Promise<CommandOutcome> {
    const { runtime, options } = this.#context;
    if (signal.aborted) return withoutProcess({ kind: 'cancelled' });
    const target =
      command.inService === undefined ? await this.#holder() : await this.#target(command.inService);
    if (!target) {
      return withoutProcess(
        notStarted('other', `the service ${command.inService} does not run in a container`),
      );
    }
    const ownMark = this.#maker.mark();
    const { id } = 'container' in target ? target.container : target.identity;
    return await execInContainer(command, {
      engine: runtime.engine,
      container: id,
      env: commandEnvironment({ base: BASE, own: command.env, ids: options, mark: ownMark }),
      mark: ownMark,
      marked: runtime.marked,
      signal,
      killGraceMs: runtime.killGraceMs,
      hurry: runtime.hurry,
      endContainer: () => runtime.engine.kill(id, 'SIGKILL'),
      limitReached: async () => {
        const bytes = 'memoryBytes' in target ? target.memoryBytes : undefined;
        if (bytes === undefined || !(await runtime.outOfMemory(id, this.#isHere))) return undefined;
        return memoryLimit(bytes);
      },
    });
  }

  async #start(
    spec: ServiceSpec & { readonly container: ContainerSpec },
    signal: AbortSignal,
  ): Promise<StartOutcome> {
    const { runtime, ways } = this.#context;
    if (signal.aborted) return { kind: 'cancelled' };
    const image = await runtime.image(spec.container.image, spec.container.pull, signal);
    if ('missing' in image) return notStarted('noImage', image.missing);
    const volumes = mountable(spec.container.volumes, runtime.volumeRoots);
    if (typeof volumes === 'string') return notStarted('volumeRefused', volumes);
    const around = {
      engine: runtime.engine,
      ways,
      direct: this.#isHere,
      signal,
      exec: (command: CommandSpec, until: AbortSignal) => this.exec(command, until),
    };
    // Ports that the engine offers itself are those of the scenario that it was made for.
    const mayReuse = this.#isHere || spec.container.ports.length === 0;
    const key = mayReuse ? reuseKey(spec, { image, volumes }) : undefined;
    try {
      const earlier = key === undefined ? undefined : await this.#startAgain(key, spec, around);
      if (earlier) return earlier;
      const outcome = await startService(spec, {
        ...around,
        image,
        hurry: runtime.hurry,
        make: (onData) => this.#maker.make(spec, { image, volumes, onData, signal }),
        onService: (service) => this.#services.push(service),
      });
      if (key === undefined || outcome.kind !== 'ready' || !(outcome.service instanceof ContainerService))
        return outcome;
      this.#shared.set(outcome.service, key);
      return { ...outcome, service: new LentService(outcome.service, false) };
    } catch (error) {
      if (signal.aborted) return { kind: 'cancelled' };
      throw error;
    }
  }

  /** The same service as an earlier scenario had, in this one's network; undefined when there is none that is ready. */
  async #startAgain(
    key: string,
    spec: ServiceSpec & { readonly container: ContainerSpec },
    around: Parameters<typeof readyAgain>[2],
  ): Promise<StartOutcome | undefined> {
    const { runtime, network } = this.#context;
    const service = runtime.takeReusable(key);
    if (!service) return undefined;
    const begunMs = performance.now();
    this.#services.push(service);
    service.forgetOutput();
    const isThere = await connected(runtime.engine.connect(network.id, service.container.id, spec.id));
    if (isThere && (await readyAgain(service, spec, around))) {
      this.#shared.set(service, key);
      const lent = new LentService(service, true);
      spec.onStarted?.(lent.container);
      return { kind: 'ready', service: lent, durationMs: performance.now() - begunMs };
    }
    // It goes with this scenario, and another takes its place.
    await service.stop();
    await service.remove();
    this.#services.splice(this.#services.indexOf(service), 1);
    return around.signal.aborted ? { kind: 'cancelled' } : undefined;
  }

  /** Where commands run that name no service: one container that waits. */
  #holder(): Promise<Container> {
    const { image = '' } = this.#context;
    this.#base ??= this.#makeHolder({
      id: 'holder',
      command: { argv: [], env: {}, cwd: '' },
      container: plainContainer(image),
    });
    return this.#base;
  }

  /** In the place of the one that has ended: a scenario counts for as many containers as it has services. */
  async #standInFor(service: ContainerService): Promise<Container> {
    await service.remove();
    return await this.#makeHolder(service.spec);
  }

  /** A container that runs what the image says and waits for input. */
  async #makeHolder(spec: Pick<ServiceSpec, 'id' | 'command' | 'container'>): Promise<Container> {
    const { runtime } = this.#context;
    const { container: kind = plainContainer('') } = spec;
    const facts = await runtime.image(kind.image, 'never', this.#closing.signal);
    if ('missing' in facts) throw new Error(facts.missing);
    const volumes = mountable(kind.volumes, runtime.volumeRoots);
    const container = await this.#maker.make(
      { ...spec, command: { ...spec.command, argv: [] }, container: kind },
      {
        image: facts,
        volumes: typeof volumes === 'string' ? [] : volumes,
        onData: () => {},
        signal: this.#closing.signal,
      },
    );
    await container.start();
    return container;
  }

  /**
   * Where a service's commands are executed: its own container, or once that has done its work and ended, another one of its
   * image that waits.
   */
  async #target(id: string): Promise<ContainerService | Container | undefined> {
    const service = this.#services.findLast((each) => each.id === id);
    const end = service?.ended();
    if (!service || end === undefined) return service;
    if (end.kind !== 'exited' || end.code !== 0) return undefined;
    const made = this.#standIns.get(id) ?? this.#standInFor(service);
    this.#standIns.set(id, made);
    return await made;
  }

  async #close(keep: boolean): Promise<CloseOutcome> {
    const { runtime, local, ways, network } = this.#context;
    this.#closing.abort('closed');
    const faults: string[] = [];
    await this.#stopServices().catch((error: Error) => faults.push(error.message));
    await Promise.allSettled(this.#running);
    await this.#maker.close().catch((error: Error) => faults.push(error.message));
    // What it holds open lies in the directory that goes next.
    for (const holder of await this.#heldContainers()) await holder.remove();
    if (!keep) await this.#giveBackShared().catch((error: Error) => faults.push(error.message));
    if (keep && this.#services.length > 0) {
      await Promise.allSettled([...this.#shared.keys()].map((service) => service.stop()));
      const kept = this.#services.map((each) => each.leave(`${KEPT_PREFIX}${network.name}-${each.id}`));
      faults.push(...faultsOf(await Promise.allSettled(kept)));
    } else {
      runtime.giveBack(network, Promise.all(this.#services.map((each) => each.remove())));
    }
    ways.close();
    const closed = await local.close({ keep });
    return faults.length === 0
      ? closed
      : { ...closed, notRemoved: [closed.notRemoved, ...faults].join('; ') };
  }

  /** What still runs of them leaves this scenario's network, and is nothing of ours any more. */
  async #giveBackShared(): Promise<void> {
    const { runtime, network } = this.#context;
    for (const [service, key] of this.#shared) {
      if (service.ended() !== undefined || runtime.hurry.begun) continue;
      await runtime.engine.disconnect(network.id, service.container.id);
      this.#services.splice(this.#services.indexOf(service), 1);
      runtime.giveBackReusable(key, service);
    }
  }

  async #heldContainers(): Promise<Container[]> {
    const holders = await Promise.allSettled([this.#base, ...this.#standIns.values()]);
    return holders.flatMap((each) => (each.status === 'fulfilled' && each.value ? [each.value] : []));
  }

  async #stopServices(): Promise<void> {
    const stops: Promise<unknown>[] = [];
    for (const service of this.#services.filter((each) => !this.#shared.has(each)).reverse()) {
      const stop = service.stop();
      stops.push(stop);
      await settlesWithin(
        stop,
        this.#context.runtime.hurry.begun ? HURRIED_HEAD_START_MS : STOP_HEAD_START_MS,
      );
    }
    await Promise.all(stops);
  }

  #until(signal: AbortSignal): AbortSignal {
    return AbortSignal.any([signal, this.#closing.signal]);
  }

  #track<T>(work: Promise<T>): Promise<T> {
    this.#running.add(work);
    const forget = () => this.#running.delete(work);
    work.then(forget, forget);
    return work;
  }
}

/** One that is gone by now is refused. */
async function connected(connection: Promise<void>): Promise<boolean> {
  try {
    await connection;
    return true;
  } catch (error) {
    if (!isRefused(error, 404, 409, 500)) throw error;
    return false;
  }
}

/** A container with nothing of its own but its image. */
function plainContainer(image: string): ContainerSpec {
  return { image, pull: 'if-not-present', ports: [], volumes: [], capabilities: [] };
}

function faultsOf(settled: readonly PromiseSettledResult<unknown>[]): string[] {
  return settled.flatMap((each) =>
    each.status === 'rejected' ? [String(each.reason?.message ?? each.reason)] : [],
  );
}

function withoutProcess(end: CommandEnd): CommandOutcome {
  const nothing = new OutputCapture(0).output();
  return { end, stdout: nothing, stderr: nothing, durationMs: 0, leaked: false };
}
