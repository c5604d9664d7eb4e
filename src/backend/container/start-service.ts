import { setTimeout as pause } from 'node:timers/promises';
import type {
  CommandEnd,
  CommandOutcome,
  CommandSpec,
  ContainerSpec,
  ReadyProbe,
  ServiceSpec,
  StartOutcome,
} from '../contract.ts';
import { firstEvent } from '../process/first-event.ts';
import type { Hurry } from '../process/hurry.ts';
import { LogWatch } from '../process/log-watch.ts';
import { hasProc } from '../process/proc.ts';
import type { OutputStream } from '../process/spawn.ts';
import { becomesTrue } from '../process/wait.ts';
import type { Container } from './container.ts';
import { explainInit, explainRuntime, notStarted } from './describe-fault.ts';
import type { Engine, ImageFacts } from './engine/engine.ts';
import { EngineFault } from './engine/fault.ts';
import { initHasStarted } from './init.ts';
import type { Ways } from './network.ts';
import { ContainerService } from './service.ts';

export interface ServiceContext {
  readonly engine: Engine;
  readonly image: ImageFacts;
  readonly ways: Ways;
  /** Whether addresses of containers are in reach of this machine. */
  readonly direct: boolean;
  readonly signal: AbortSignal;
  readonly hurry: Hurry;
  readonly make: (onData: (stream: OutputStream, chunk: Buffer) => void) => Promise<Container>;
  /** For command probes. */
  readonly exec: (command: CommandSpec, signal: AbortSignal) => Promise<CommandOutcome>;
  /** Told as soon as it runs, so that closing the sandbox can stop it before it is ready. */
  readonly onService: (service: ContainerService) => void;
}

/** Starts a service in a container and waits until it is ready. After every outcome but `ready` nothing of it runs. */
export async function startService(
  spec: ServiceSpec & { readonly container: ContainerSpec },
  context: ServiceContext,
): Promise<StartOutcome> {
  const probes = [
    ...spec.ready,
    ...(context.image.hasHealthCheck ? [healthProbe(() => container, context)] : []),
  ];
  const log = new LogWatch(probes);
  const begunMs = performance.now();
  let container: Container | undefined;
  try {
    container = await context.make((stream, chunk) => log.push(stream, chunk));
    await container.start();
  } catch (error) {
    await container?.remove();
    return whyNot(error, spec);
  }
  const service = new ContainerService(spec, container, context.hurry);
  context.onService(service);
  spec.onStarted?.(container.identity);
  await openWays(spec.container, container.identity, context);
  const { first, waitingFor } = await firstEvent(
    { ...spec, ready: probes },
    {
      exec: context.exec,
      dial: context.direct ? context.ways.dial : undefined,
      log,
      signal: context.signal,
      exited: container.exited,
      begun: probes.length === 0 && spec.command.argv.length > 0 ? begins(container, context) : undefined,
    },
  );
  const durationMs = performance.now() - begunMs;
  if (first === 'ready' && service.ended() === undefined) return { kind: 'ready', service, durationMs };
  const early = service.ended() !== undefined;
  const { end, output } = await service.stop();
  if (first === 'cancelled') return { kind: 'cancelled' };
  const never = early ? explainInit(output.stderr.text, spec.command) : undefined;
  if (never) return never;
  // One that nobody waits for counts as ready from its start, also when its work is done before we look.
  if (early && probes.length === 0) return { kind: 'ready', service, durationMs };
  return early
    ? { kind: 'exitedEarly', end, output }
    : { kind: 'notReady', waitingFor, afterMs: durationMs, output };
}

/**
 * Waits until a service that earlier scenarios had is ready for this one; false when it will not be. What it once wrote, or
 * what made it ready from outside, has been and is not waited for again.
 */
export async function readyAgain(
  service: ContainerService,
  spec: ServiceSpec & { readonly container: ContainerSpec },
  context: Pick<ServiceContext, 'engine' | 'ways' | 'direct' | 'signal' | 'exec'>,
): Promise<boolean> {
  const probes = spec.ready.filter(({ kind }) => kind !== 'log' && kind !== 'external');
  await openWays(spec.container, service.container, context);
  const { first } = await firstEvent(
    { ...spec, ready: probes },
    {
      exec: context.exec,
      dial: context.direct ? context.ways.dial : undefined,
      log: new LogWatch(probes),
      signal: context.signal,
      exited: service.exited,
    },
  );
  return first === 'ready' && service.ended() === undefined;
}

/** Only an engine that answers says something about the service. */
function whyNot(error: unknown, { command }: ServiceSpec): Extract<CommandEnd, { kind: 'notStarted' }> {
  if (!(error instanceof EngineFault) || error.problem.kind !== 'refused') throw error;
  const { message } = error.problem;
  return explainRuntime(message, command) ?? notStarted('other', message);
}

async function openWays(
  { ports }: ContainerSpec,
  { id }: { readonly id: string },
  { engine, ways, direct }: Pick<ServiceContext, 'engine' | 'ways' | 'direct'>,
): Promise<void> {
  if (!direct || ports.length === 0) return;
  const [address] = (await engine.state(id)).addresses;
  // Without an address it has ended already, which is noticed next.
  if (address === undefined) return;
  await Promise.all(ports.map(({ inside, outside }) => ways.reach(outside, address, inside)));
}

/** The image's own opinion on whether it is ready. */
function healthProbe(container: () => Container | undefined, { engine }: ServiceContext): ReadyProbe {
  return {
    kind: 'external',
    description: 'the health check of the image',
    async until(signal) {
      for (;;) {
        const id = container()?.identity.id;
        const { health } = id === undefined ? { health: 'starting' } : await engine.state(id);
        if (health === undefined || health === 'healthy') return;
        if (health === 'unhealthy') throw new Error('it says unhealthy');
        await pause(HEALTH_LOOK_MS, undefined, { signal });
      }
    },
  };
}

const HEALTH_LOOK_MS = 100;
/** For the init to start the command, or to say that it cannot. */
const BEGIN_MS = 2_000;
/** The same where that cannot be watched. */
const BLIND_MS = 100;

/**
 * With an init in front of it, a container has started before its command has, and one that does not exist shows by an early
 * end. Resolves when it has begun or ended.
 */
async function begins(container: Container, { engine, direct }: ServiceContext): Promise<void> {
  const { pid } = direct ? await engine.state(container.identity.id) : { pid: 0 };
  const watched = pid > 0 && hasProc;
  const begun = watched ? becomesTrue(() => initHasStarted(pid), BEGIN_MS) : pause(BLIND_MS);
  await Promise.race([begun, container.exited]);
}
