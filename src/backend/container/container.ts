import type { Duplex } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import type { ContainerIdentity, ServiceOutput } from '../contract.ts';
import { OutputCapture } from '../process/capture.ts';
import type { OutputStream } from '../process/spawn.ts';
import { settlesWithin } from '../process/wait.ts';
import { Demultiplexer } from './engine/demux.ts';
import type { ContainerState, Engine } from './engine/engine.ts';

/** For the last output to arrive of a container that has ended. */
const DRAIN_MS = 2_000;

/** How often one whose output has ended is asked whether it has, too. */
const LOOK_MS = 25;

const OUT_OF_MEMORY_MS = 200;
/** 128 and the number of SIGKILL. */
const KILLED = 137;

export interface ContainerRequest {
  readonly name: string;
  readonly body: object;
  readonly identity: Omit<ContainerIdentity, 'id'>;
  readonly keepBytes: number | undefined;
  /** Sees everything it writes, as it comes. */
  readonly onData: (stream: OutputStream, chunk: Buffer) => void;
  /** Gives back its place among all containers. */
  readonly release: () => void;
}

/** One container from its creation to its removal. Its output is read from the first byte. */
export class Container {
  readonly identity: ContainerIdentity;
  readonly #engine: Engine;
  readonly #keepBytes: number | undefined;
  #captures: { readonly stdout: OutputCapture; readonly stderr: OutputCapture };
  readonly #release: () => void;
  #stream: Duplex | undefined;
  #drained: Promise<void> = Promise.resolve();
  #exited: Promise<ContainerState> | undefined;
  #removed: Promise<void> | undefined;
  #signalled = false;

  private constructor(engine: Engine, id: string, request: ContainerRequest) {
    this.#engine = engine;
    this.identity = { id, ...request.identity };
    this.#keepBytes = request.keepBytes;
    this.#captures = this.#newCaptures();
    this.#release = request.release;
  }

  /** Made and listened to, but not started. Rejects with an `EngineFault`; then there is none. */
  static async make(engine: Engine, request: ContainerRequest): Promise<Container> {
    let container: Container | undefined;
    try {
      const id = await engine.create(request.name, request.body);
      container = new Container(engine, id, request);
      await container.#listen(request.onData);
      return container;
    } catch (error) {
      if (container) await container.remove();
      else request.release();
      throw error;
    }
  }

  /** Rejects with an `EngineFault` when its command cannot be started; it is then still to be removed. */
  async start(): Promise<void> {
    await this.#engine.start(this.identity.id);
    this.#exited = this.#end();
    // Whoever wants to know awaits it; nobody may be there when the engine breaks off.
    this.#exited.catch(() => {});
  }

  /** How it is once its first process has ended and its output is complete. Only after {@link start}. */
  get exited(): Promise<ContainerState> {
    if (!this.#exited) throw new Error('the container was not started');
    return this.#exited;
  }

  output(): ServiceOutput {
    return { stdout: this.#captures.stdout.output(), stderr: this.#captures.stderr.output() };
  }

  /** {@link output} begins anew. */
  forgetOutput(): void {
    this.#captures = this.#newCaptures();
  }

  signal(signal: string): Promise<void> {
    this.#signalled = true;
    return this.#engine.kill(this.identity.id, signal);
  }

  /** Kills what still runs in it. Safe to call twice. */
  remove(): Promise<void> {
    this.#removed ??= this.#engine.remove(this.identity.id).finally(() => {
      this.#stream?.destroy();
      this.#release();
    });
    return this.#removed;
  }

  /** It stays, under that name, and is nobody's business any more. */
  async leave(name: string): Promise<void> {
    if (this.#removed) return await this.#removed;
    await this.#engine.rename(this.identity.id, name);
    this.#removed = Promise.resolve();
    this.#stream?.destroy();
    this.#release();
  }

  #newCaptures() {
    return { stdout: new OutputCapture(this.#keepBytes), stderr: new OutputCapture(this.#keepBytes) };
  }

  async #listen(onData: ContainerRequest['onData']): Promise<void> {
    const { stream, framed } = await this.#engine.attach(this.identity.id);
    const take = (name: OutputStream, chunk: Buffer) => {
      this.#captures[name].push(chunk);
      onData(name, chunk);
    };
    const demultiplexer = new Demultiplexer(take);
    stream.on('data', (chunk: Buffer) => (framed ? demultiplexer.push(chunk) : take('stdout', chunk)));
    stream.on('error', () => {});
    this.#drained = new Promise((resolve) => stream.once('close', resolve));
    this.#stream = stream;
  }

  async #end(): Promise<ContainerState> {
    const exitCode = await this.#exitCode();
    await settlesWithin(this.#drained, DRAIN_MS);
    const state = await this.#engine.state(this.identity.id);
    const outOfMemory = state.outOfMemory || (await this.#wasOutOfMemory(exitCode));
    return { ...state, running: false, exitCode, outOfMemory };
  }

  /**
   * Told by the engine, or found out from the end of the output, whichever is first: Podman says that a container has ended
   * once it has cleaned up after it, which on a busy machine takes seconds.
   */
  #exitCode(): Promise<number> {
    let isOver = false;
    const told = this.#engine.wait(this.identity.id).finally(() => {
      isOver = true;
    });
    const found = this.#drained.then(async () => {
      for (let waitMs = LOOK_MS; !isOver; waitMs = Math.min(waitMs * 2, 1_000)) {
        const { running, exitCode } = await this.#engine.state(this.identity.id);
        if (!running) return exitCode;
        await pause(waitMs);
      }
      return told;
    });
    return Promise.race([told, found]);
  }

  /** Whether its first process still runs, by the engine's word at this moment. */
  async runs(): Promise<boolean> {
    return (await this.#engine.state(this.identity.id)).running;
  }

  /** The engine is told of it by another way than of the end, and may know a moment later. */
  async #wasOutOfMemory(exitCode: number): Promise<boolean> {
    if (exitCode !== KILLED || this.#signalled) return false;
    await pause(OUT_OF_MEMORY_MS);
    return (await this.#engine.state(this.identity.id)).outOfMemory;
  }
}
