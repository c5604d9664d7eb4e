import { dirname } from 'node:path';
import type { ContainerSpec, Sandbox, SandboxOptions, ServiceSpec, VolumeMount } from '../contract.ts';
import { commandEnvironment, type Environment } from '../process/environment.ts';
import { containerBody } from './body.ts';
import { Container, type ContainerRequest } from './container.ts';
import type { ImageFacts } from './engine/engine.ts';
import { isRefused } from './engine/fault.ts';
import { LABELS } from './labels.ts';
import type { MadeNetwork } from './network.ts';
import { PreparedContainer } from './prepared.ts';
import { lasting } from './reuse.ts';
import type { Runtime } from './runtime.ts';
import { mountable } from './volumes.ts';

/** What every command in a container sees before its own settings; the image says the rest. */
export const BASE: Environment = { LANG: 'C.UTF-8', TZ: 'UTC', TERM: 'dumb' };

type ContainerService = Pick<ServiceSpec, 'id' | 'command'> & { readonly container: ContainerSpec };

/** What the containers of one sandbox have in common. */
export interface MakerContext {
  readonly options: SandboxOptions;
  readonly runtime: Runtime;
  /** Where everything happens that no container is for. */
  readonly local: Sandbox;
  readonly network: MadeNetwork;
  /** What all marks of this sandbox begin with; ends in a colon. */
  readonly mark: string;
}

export interface Making {
  readonly image: ImageFacts;
  readonly volumes: readonly VolumeMount[];
  readonly onData: ContainerRequest['onData'];
  readonly signal: AbortSignal;
}

/** Makes the containers of one sandbox, some of them before they are asked for. */
export class ContainerMaker {
  readonly #context: MakerContext;
  readonly #closing: AbortSignal;
  readonly #prepared = new Map<string, Promise<PreparedContainer | undefined>>();
  #commands = 0;

  constructor(context: MakerContext, closing: AbortSignal) {
    this.#context = context;
    this.#closing = closing;
  }

  /** A mark that no other command has. */
  mark(): string {
    return `${this.#context.mark}${++this.#commands}:`;
  }

  /** Makes the container of a service, if it has one that is not shared, and there is a place that nobody wants. */
  prepare(spec: ContainerService): void {
    if (spec.container.reuse) return;
    const prepared = this.#prepare(spec);
    this.#prepared.set(keyOf(spec), prepared);
  }

  /** The one that was prepared for the service, or a new one. Rejects with an `EngineFault`; then there is none. */
  async make(spec: ContainerService, making: Making): Promise<Container> {
    const prepared = await this.#prepared.get(keyOf(spec));
    try {
      const container = await prepared?.take(making.onData);
      if (container) return container;
    } catch {
      // Whatever was wrong is wrong again, or was only then.
    }
    const release = await this.#context.runtime.place(making.signal);
    return await this.#make(spec, making, release);
  }

  /** Removes what was prepared and is not needed any more. */
  async close(): Promise<void> {
    const prepared = await Promise.all(this.#prepared.values());
    await Promise.all(prepared.map((each) => each?.dismiss()));
  }

  async #prepare(spec: ContainerService): Promise<PreparedContainer | undefined> {
    const { runtime } = this.#context;
    const { image: name, pull } = spec.container;
    const image = await runtime.image(name, pull, this.#closing).catch(() => undefined);
    const volumes = mountable(spec.container.volumes, runtime.volumeRoots);
    // Said when it is to be started.
    if (!image || 'missing' in image || typeof volumes === 'string' || this.#closing.aborted)
      return undefined;
    return runtime.spare(
      (release) =>
        new PreparedContainer((onData) =>
          this.#make(spec, { image, volumes, onData, signal: this.#closing }, release),
        ),
    );
  }

  async #make(spec: ContainerService, making: Making, release: () => void): Promise<Container> {
    const { runtime, options, network } = this.#context;
    const { image, volumes, onData, signal } = making;
    const { reuse = false } = spec.container;
    const env = commandEnvironment({
      base: BASE,
      own: reuse ? lasting(spec.command.env) : spec.command.env,
      ids: options,
      mark: this.mark(),
    });
    const body = (init: boolean) =>
      containerBody({
        spec: spec.container,
        argv: spec.command.argv,
        env,
        cwd: spec.command.cwd,
        labels: { ...runtime.labels(options), [LABELS.service]: spec.id },
        network: { name: network.name, alias: spec.id },
        // Its directory goes with the scenario.
        directory: network.gateway !== undefined && !reuse ? dirname(this.#context.local.dir) : undefined,
        volumes,
        init,
        publish: network.gateway === undefined,
      });
    const request = {
      name: runtime.name(),
      identity: { image: spec.container.image, digest: image.digest ?? image.id },
      keepBytes: spec.command.keepBytes,
      onData,
    };
    try {
      return await Container.make(runtime.engine, { ...request, release, body: body(runtime.init) });
    } catch (error) {
      // Podman without its own first process; the place was given back with the attempt.
      if (!runtime.init || !isRefused(error, 500) || !/init/.test(error.message)) throw error;
      runtime.init = false;
      const again = await runtime.place(signal);
      return await Container.make(runtime.engine, { ...request, release: again, body: body(false) });
    }
  }
}

/** The same for what would be the same container. */
function keyOf({ id, command, container }: ContainerService): string {
  return JSON.stringify([id, command, container]);
}
