import type {
  CommandEnd,
  ContainerIdentity,
  ContainerSpec,
  RunningService,
  ServiceOutput,
  ServiceSpec,
  StopOutcome,
  VolumeMount,
} from '../contract.ts';
import type { Environment } from '../process/environment.ts';
import type { ImageFacts } from './engine/engine.ts';
import type { ContainerService } from './service.ts';

/**
 * Services that outlive the scenario they were started for, where that was asked for. Each is lent to one scenario at a time,
 * and only to one that would have started the very same.
 */
export class Reusables {
  /** Those that nobody has, the longest idle first. */
  readonly #idle: { readonly key: string; readonly service: ContainerService }[] = [];

  /** One of that kind that runs and that nobody has. */
  take(key: string): ContainerService | undefined {
    const at = this.#idle.findIndex((each) => each.key === key && each.service.ended() === undefined);
    return at === -1 ? undefined : this.#idle.splice(at, 1)[0]?.service;
  }

  giveBack(key: string, service: ContainerService): void {
    this.#idle.push({ key, service });
  }

  /** The one that has been idle for longest, which nobody will get any more. */
  dismiss(): ContainerService | undefined {
    return this.#idle.shift()?.service;
  }
}

/** A service that stays when the scenario is done with it: to stop it is to have no more to do with it. */
export class LentService implements RunningService {
  readonly id: string;
  readonly pid = undefined;
  readonly container: ContainerIdentity;
  readonly #inner: ContainerService;

  /** `reused`: an earlier scenario had it. */
  constructor(inner: ContainerService, reused: boolean) {
    this.id = inner.id;
    this.container = { ...inner.container, shared: true, ...(reused && { reused: true }) };
    this.#inner = inner;
  }

  /** Since this scenario has it. */
  output(): ServiceOutput {
    return this.#inner.output();
  }

  ended(): CommandEnd | undefined {
    return this.#inner.ended();
  }

  /** The outcome of one that goes on is that of a command that is cut short: it has not ended. */
  async stop(): Promise<StopOutcome> {
    const end = this.#inner.ended() ?? { kind: 'cancelled' };
    return { end, killed: false, output: this.output() };
  }
}

/** Variables of one scenario, which a container does not keep that others get. */
const OF_SCENARIO = new Set(['TRACEPARENT']);

/** What of the variables is the same in every scenario. */
export function lasting(env: Environment): Environment {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !OF_SCENARIO.has(name)));
}

/** The same text for services of which one can stand for the other; undefined for one that nobody else gets. */
export function reuseKey(
  { id, command, container }: ServiceSpec & { readonly container: ContainerSpec },
  { image, volumes }: { readonly image: ImageFacts; readonly volumes: readonly VolumeMount[] },
): string | undefined {
  if (!container.reuse) return undefined;
  const { ports, pull: _, ...rest } = container;
  const { argv, cwd, env } = command;
  const inside = ports.map((port) => port.inside);
  return JSON.stringify([
    id,
    image.id,
    { ...rest, volumes, inside },
    argv,
    cwd,
    Object.entries(lasting(env)).sort(),
  ]);
}
