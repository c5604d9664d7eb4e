import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { PullPolicy, SandboxOptions } from '../contract.ts';
import type { Hurry } from '../process/hurry.ts';
import type { MarkedProcesses } from '../process/proc.ts';
import type { Engine, ImageFacts } from './engine/engine.ts';
import { isRefused } from './engine/fault.ts';
import { Images, type MissingImage } from './images.ts';
import { LABELS, ownerOf } from './labels.ts';
import { type MadeNetwork, makeNetwork } from './network.ts';
import { memoryKills } from './oom.ts';
import { Places } from './places.ts';
import type { PreparedContainer } from './prepared.ts';
import { Reusables } from './reuse.ts';
import type { ContainerService } from './service.ts';

export interface RuntimeOptions {
  readonly engine: Engine;
  /** Peculiar to this backend; all it makes carries it. */
  readonly token: string;
  /** Whether networks and paths of the engine are those of this machine, as far as its address tells. */
  readonly direct: boolean;
  /** Whether this machine has its address in a network as soon as it is made: Podman gives it with the first container. */
  readonly bridgesAtOnce: boolean;
  readonly maxContainers: number;
  readonly volumeRoots: readonly string[];
  readonly hurry: Hurry;
  readonly killGraceMs: number;
  readonly marked: MarkedProcesses;
}

const OUT_OF_MEMORY_MS = 250;
/** From the end of one scenario to the beginning of the next, if there is one. */
const NEXT_SCENARIO_MS = 100;

/** What all sandboxes of one run with containers share: the engine, its images, the places for containers, networks. */
export class Runtime {
  readonly engine: Engine;
  readonly places: Places;
  readonly volumeRoots: readonly string[];
  readonly hurry: Hurry;
  readonly killGraceMs: number;
  readonly marked: MarkedProcesses;
  /** Whether the engine has a first process to put before ours; found out when it is asked for. */
  init = true;
  readonly #options: RuntimeOptions;
  readonly #images: Images;
  readonly #owner = ownerOf(process.pid);
  readonly #later = new Set<Promise<unknown>>();
  readonly #faults: string[] = [];
  readonly #reusables = new Reusables();
  #spares: PreparedContainer[] = [];
  /** That nothing is in, once the promise is kept. */
  readonly #networks: { readonly network: MadeNetwork; readonly empty: Promise<unknown> }[] = [];
  readonly #ending = Promise.withResolvers<void>();
  #names = 0;

  constructor(options: RuntimeOptions) {
    this.#options = options;
    this.engine = options.engine;
    this.places = new Places(options.maxContainers);
    this.volumeRoots = options.volumeRoots;
    this.hurry = options.hurry;
    this.killGraceMs = options.killGraceMs;
    this.marked = options.marked;
    this.#images = new Images(options.engine);
  }

  image(name: string, policy: PullPolicy, signal: AbortSignal): Promise<ImageFacts | MissingImage> {
    return this.#images.get(name, { policy, idleMs: this.engine.client.timeoutMs, signal });
  }

  labels({ runId, scenarioId }: Pick<SandboxOptions, 'runId' | 'scenarioId'>): Record<string, string> {
    return { ...this.#ownLabels(), [LABELS.run]: runId, [LABELS.scenario]: scenarioId };
  }

  /** A network that nothing is in: a new one, or one that another scenario has left, for to make and remove it takes long. */
  async takeNetwork(hermetic: boolean): Promise<MadeNetwork> {
    const at = this.#networks.findIndex(({ network }) => network.hermetic === hermetic);
    const [left] = at === -1 ? [] : this.#networks.splice(at, 1);
    if (left && (await succeeds(left.empty))) return left.network;
    const made = await makeNetwork(this.engine, { name: this.name(), hermetic, labels: this.#ownLabels() });
    const { direct, bridgesAtOnce } = this.#options;
    // A socket may lead to another machine, as one does that ssh forwards.
    const isHere = made.gateway !== undefined && direct && (!bridgesAtOnce || (await isOurs(made.gateway)));
    return isHere ? made : { ...made, gateway: undefined };
  }

  /**
   * Takes it back from a scenario; `empty` when its containers are all gone. One that nobody asks for soon after is removed: as
   * long as there are more scenarios somebody does.
   */
  giveBack(network: MadeNetwork, empty: Promise<unknown>): void {
    const left = { network, empty };
    this.#networks.push(left);
    const remove = async () => {
      await empty;
      await Promise.race([pause(NEXT_SCENARIO_MS, undefined, { ref: false }), this.#ending.promise]);
      const at = this.#networks.indexOf(left);
      if (at === -1) return;
      this.#networks.splice(at, 1);
      await this.#removeNetwork(network);
    };
    // One that does not become empty stays for the reaper, with what is in it.
    this.later(remove());
  }

  async #removeNetwork({ id }: MadeNetwork): Promise<void> {
    // The engine may take a moment to notice that nothing uses it any more.
    for (let tried = 0; tried < 20; tried++) {
      try {
        return await this.engine.removeNetwork(id);
      } catch (error) {
        if (!isRefused(error, 403, 409, 500)) throw error;
        await pause(50);
      }
    }
    await this.engine.removeNetwork(id);
  }

  /**
   * A place for one more container; one that was made ahead, or only waits to be reused, makes way for it. Rejects when the
   * signal is aborted.
   */
  place(signal: AbortSignal): Promise<() => void> {
    if (this.places.full) this.#makeWay();
    return this.places.take(signal);
  }

  /** What `make` makes in a place that nobody else wants; undefined when there is none. It makes way when somebody does. */
  spare(make: (release: () => void) => PreparedContainer): PreparedContainer | undefined {
    const release = this.places.takeFree();
    if (!release) return undefined;
    const spare = make(release);
    this.#spares = [...this.#spares.filter(({ isFree }) => isFree), spare];
    return spare;
  }

  #makeWay(): void {
    const spare = this.#spares.find(({ isFree }) => isFree);
    if (spare) this.later(spare.dismiss());
    else this.#dismiss(this.#reusables.dismiss());
  }

  /** A running service of that kind that earlier scenarios had. */
  takeReusable(key: string): ContainerService | undefined {
    return this.#reusables.take(key);
  }

  giveBackReusable(key: string, service: ContainerService): void {
    if (this.places.awaited) this.#dismiss(service);
    else this.#reusables.giveBack(key, service);
  }

  #dismiss(service: ContainerService | undefined): void {
    if (service) this.later(service.stop().finally(() => service.remove()));
  }

  /** Work that nobody has to wait for before {@link end}. */
  later(work: Promise<unknown>): void {
    const kept = work.catch((error: Error) => this.#faults.push(error.message));
    this.#later.add(kept);
    void kept.then(() => this.#later.delete(kept));
  }

  /** Resolves when nothing of this run is left in the engine, to what could not be removed. */
  async end(): Promise<readonly string[]> {
    this.#ending.resolve();
    for (let idle = this.#reusables.dismiss(); idle; idle = this.#reusables.dismiss()) this.#dismiss(idle);
    while (this.#later.size > 0) await Promise.all(this.#later);
    return this.#faults;
  }

  /** Whether the system has killed something in the container for want of memory; `here` if its processes are of this machine. */
  async outOfMemory(container: string, here: boolean): Promise<boolean> {
    const deadlineMs = performance.now() + OUT_OF_MEMORY_MS;
    for (;;) {
      const { outOfMemory, pid } = await this.engine.state(container);
      if (outOfMemory || (here && pid > 0 && memoryKills(pid) > 0)) return true;
      if (performance.now() > deadlineMs) return false;
      await pause(25);
    }
  }

  /** For whatever is made next. */
  name(): string {
    return `spanwright-${this.#options.token.slice(0, 8)}-${++this.#names}`;
  }

  #ownLabels(): Record<string, string> {
    return { [LABELS.runner]: this.#options.token, [LABELS.owner]: this.#owner };
  }
}

async function succeeds(work: Promise<unknown>): Promise<boolean> {
  return await work.then(
    () => true,
    () => false,
  );
}

/** By listening there: a bridge that nothing is in is on no list of Node's. */
async function isOurs(address: string): Promise<boolean> {
  const server = createServer().listen(0, address);
  const ours = await succeeds(once(server, 'listening'));
  server.close();
  return ours;
}
