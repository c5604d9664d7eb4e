import type {
  CommandEnd,
  ContainerIdentity,
  RunningService,
  ServiceOutput,
  ServiceSpec,
  StopOutcome,
} from '../contract.ts';
import type { Hurry } from '../process/hurry.ts';
import { settlesWhile } from '../process/wait.ts';
import type { Container } from './container.ts';
import type { ContainerState } from './engine/engine.ts';

/**
 * A service whose first process is that of a container. It runs until it ends by itself or is stopped; either way its
 * container stays until {@link remove}, which the sandbox calls when it closes.
 */
export class ContainerService implements RunningService {
  readonly id: string;
  /** Of another process table. */
  readonly pid = undefined;
  readonly spec: ServiceSpec;
  readonly #hurry: Hurry;
  readonly #inner: Container;
  #end: CommandEnd | undefined;
  #outcome: Promise<StopOutcome> | undefined;

  constructor(spec: ServiceSpec, inner: Container, hurry: Hurry) {
    this.id = spec.id;
    this.spec = spec;
    this.#inner = inner;
    this.#hurry = hurry;
    inner.exited.then(
      (state) => {
        this.#end ??= endOf(state, spec);
      },
      // The engine broke off; whoever asks it next is told.
      () => {},
    );
  }

  get container(): ContainerIdentity {
    return this.#inner.identity;
  }

  output(): ServiceOutput {
    return this.#inner.output();
  }

  ended(): CommandEnd | undefined {
    return this.#end;
  }

  stop(): Promise<StopOutcome> {
    this.#outcome ??= this.#stop();
    return this.#outcome;
  }

  /** Kills what still runs of it. */
  remove(): Promise<void> {
    return this.#inner.remove();
  }

  /** It stays in the engine under that name, to be looked at. */
  leave(name: string): Promise<void> {
    return this.#inner.leave(name);
  }

  /** For the next scenario that has it. */
  forgetOutput(): void {
    this.#inner.forgetOutput();
  }

  get exited(): Promise<unknown> {
    return this.#inner.exited;
  }

  /** Of its limit; undefined without one. */
  get memoryBytes(): number | undefined {
    return this.spec.container?.memoryBytes;
  }

  async #stop(): Promise<StopOutcome> {
    const { stopSignal, stopGraceMs } = this.spec;
    let killed = false;
    if (this.#end === undefined) {
      await this.#inner.signal(stopSignal);
      const inTime = await settlesWhile(this.#inner.exited, this.#hurry.graceOfService(stopGraceMs));
      // One that has ended is not blamed for an engine that is slow to say so.
      if (!inTime && (await this.#inner.runs())) {
        killed = true;
        await this.#inner.signal('SIGKILL');
      }
    }
    const state = await this.#inner.exited;
    this.#end = killed ? { kind: 'signalled', signal: 'SIGKILL' } : endOf(state, this.spec);
    return { end: this.#end, killed, output: this.output() };
  }
}

/** A process that a signal ended has 128 and its number as exit code, as engines tell it; what it exited with looks the same. */
export function endOf({ exitCode, outOfMemory }: ContainerState, { container }: ServiceSpec): CommandEnd {
  if (outOfMemory && container?.memoryBytes !== undefined) {
    return { kind: 'signalled', signal: 'SIGKILL', limit: memoryLimit(container.memoryBytes) };
  }
  return { kind: 'exited', code: exitCode };
}

export function memoryLimit(bytes: number): string {
  return `the memory limit of ${Math.round(bytes / 1_048_576)} MB`;
}
