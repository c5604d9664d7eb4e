import type { CommandEnd, RunningService, ServiceOutput, ServiceSpec, StopOutcome } from '../contract.ts';
import { finish, killRest } from './finish.ts';
import type { Hurry } from './hurry.ts';
import type { ExitStatus } from './spawn.ts';
import type { Started } from './start.ts';
import type { Watchdog } from './watchdog.ts';

/**
 * From the first process of a service to the last:
 *
 *     starting ──becomeReady()──> ready
 *        │ │                       │ │
 *        │ └─────── stop() ────────┤ │
 *        │                         v │
 *        │                   stopping│
 *        │                         │ │
 *      exits                  gone │ │ exits
 *        └──────────> ended <──────┴─┘
 *
 * `ended` is entered when the first process exits unasked, while `outcome` still waits for the rest of its tree; and
 * from `stopping` when nothing of the tree is left.
 */
type ServiceState =
  | { readonly kind: 'starting' }
  | { readonly kind: 'ready' }
  | { readonly kind: 'stopping'; readonly outcome: Promise<StopOutcome> }
  | { readonly kind: 'ended'; readonly end: CommandEnd; readonly outcome: Promise<StopOutcome> };

export interface ServiceParts {
  readonly started: Started;
  readonly watchdog: Watchdog;
  readonly hurry: Hurry;
}

export class ServiceProcess implements RunningService {
  readonly id: string;
  readonly pid: number;
  readonly #spec: ServiceSpec;
  readonly #started: Started;
  readonly #watchdog: Watchdog;
  readonly #hurry: Hurry;
  #state: ServiceState = { kind: 'starting' };
  #status: ExitStatus | undefined;

  constructor(spec: ServiceSpec, { started, watchdog, hurry }: ServiceParts) {
    this.id = spec.id;
    this.pid = started.pid;
    this.#spec = spec;
    this.#started = started;
    this.#watchdog = watchdog;
    this.#hurry = hurry;
    void started.exited.then(({ status }) => this.#exited(status));
  }

  /** False when it has ended or is being stopped, and so can never be ready. */
  becomeReady(): boolean {
    switch (this.#state.kind) {
      case 'starting':
      case 'ready':
        this.#state = { kind: 'ready' };
        return true;
      case 'stopping':
      case 'ended':
        return false;
      default:
        return this.#state satisfies never;
    }
  }

  output(): ServiceOutput {
    return this.#started.output();
  }

  ended(): CommandEnd | undefined {
    return this.#state.kind === 'ended' ? this.#state.end : undefined;
  }

  stop(): Promise<StopOutcome> {
    switch (this.#state.kind) {
      case 'starting':
      case 'ready': {
        const outcome = this.#stop();
        this.#state = { kind: 'stopping', outcome };
        return outcome;
      }
      case 'stopping':
      case 'ended':
        return this.#state.outcome;
      default:
        return this.#state satisfies never;
    }
  }

  #exited(status: ExitStatus): void {
    this.#status = status;
    switch (this.#state.kind) {
      case 'starting':
      case 'ready':
        this.#state = { kind: 'ended', end: status, outcome: this.#collect(status) };
        return;
      case 'stopping':
      case 'ended':
        // Whoever stops it also waits for the rest of the tree.
        return;
      default:
        this.#state satisfies never;
    }
  }

  async #collect(end: CommandEnd): Promise<StopOutcome> {
    await finish(this.#started);
    this.#watchdog.release(`group ${this.pid}`);
    return { end, killed: false, output: this.output() };
  }

  async #stop(): Promise<StopOutcome> {
    const { stopSignal, stopGraceMs } = this.#spec;
    const killed = await this.#started.tree.terminate(stopSignal, this.#hurry.graceOfService(stopGraceMs));
    await killRest(this.#started);
    this.#watchdog.release(`group ${this.pid}`);
    // Without a status even SIGKILL did not end it in time; see KILL_WAIT_MS.
    const outcome: StopOutcome = {
      end: this.#status ?? { kind: 'signalled', signal: 'SIGKILL' },
      killed,
      output: this.output(),
    };
    this.#state = { kind: 'ended', end: outcome.end, outcome: Promise.resolve(outcome) };
    return outcome;
  }
}
