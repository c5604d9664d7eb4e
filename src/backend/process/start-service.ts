import type { CommandOutcome, CommandSpec, ServiceSpec, StartOutcome } from '../contract.ts';
import { firstEvent } from './first-event.ts';
import type { Hurry } from './hurry.ts';
import { LogWatch } from './log-watch.ts';
import type { Dial } from './network.ts';
import { ServiceProcess } from './service.ts';
import { type StartContext, startCommand } from './start.ts';

export interface ServiceContext extends StartContext {
  readonly signal: AbortSignal;
  readonly hurry: Hurry;
  /** How its ports are reached; undefined where its loopback is ours. */
  readonly dial: Dial | undefined;
  /** For command probes. */
  readonly exec: (command: CommandSpec, signal: AbortSignal) => Promise<CommandOutcome>;
  /** Told as soon as there is a process, so that closing the sandbox can stop it before it is ready. */
  readonly onProcess: (service: ServiceProcess) => void;
}

/** Starts a service and waits until it is ready. After every outcome but `ready` nothing of it is left. */
export async function startService(spec: ServiceSpec, context: ServiceContext): Promise<StartOutcome> {
  if (context.signal.aborted) return { kind: 'cancelled' };
  const log = new LogWatch(spec.ready);
  const started = await startCommand(spec.command, {
    ...context,
    onData: (stream, chunk) => log.push(stream, chunk),
  });
  if ('kind' in started) return started;
  const service = new ServiceProcess(spec, { started, watchdog: context.watchdog, hurry: context.hurry });
  context.onProcess(service);
  const { first, waitingFor } = await firstEvent(spec, { ...context, log, exited: started.exited });
  const durationMs = performance.now() - started.startedMs;
  if (first === 'ready' && service.becomeReady()) return { kind: 'ready', service, durationMs };
  const exited = service.ended() !== undefined;
  const { end, output } = await service.stop();
  if (first === 'cancelled') return { kind: 'cancelled' };
  return exited
    ? { kind: 'exitedEarly', end, output }
    : { kind: 'notReady', waitingFor, afterMs: durationMs, output };
}
