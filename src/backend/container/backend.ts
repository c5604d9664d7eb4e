import { randomBytes } from 'node:crypto';
import type { Backend, Sandbox, SandboxOptions } from '../contract.ts';
import { Hurry } from '../process/hurry.ts';
import { MarkedProcesses } from '../process/proc.ts';
import type { EngineAddress } from './engine/address.ts';
import { EngineClient } from './engine/client.ts';
import { Engine, type EngineFacts } from './engine/engine.ts';
import { targetOf } from './engine/target.ts';
import { Reaper } from './reaper.ts';
import { Runtime } from './runtime.ts';
import { ContainerSandbox } from './sandbox.ts';
import { sweep } from './sweep.ts';
import { makeWays } from './ways-of.ts';

export interface ContainerBackendOptions {
  /** Runs what is no container. */
  readonly local: Backend;
  readonly address: EngineAddress;
  /** For one answer of the engine, or the next sign of life of a pull. Default: 30,000 ms. */
  readonly timeoutMs?: number | undefined;
  /** Containers that exist at the same time, those included that are being removed. Default: 10. */
  readonly maxContainers?: number | undefined;
  /** Folders of which parts may be mounted. Default: none. */
  readonly volumeRoots?: readonly string[] | undefined;
  /** As for processes. Default: 1,000 ms. */
  readonly killGraceMs?: number | undefined;
  readonly hurry?: AbortSignal | undefined;
  /** Runs commands that name no service in a container of this image, and services that name no image. Default: none. */
  readonly image?: string | undefined;
}

export interface ContainerBackend extends Backend {
  readonly engine: EngineFacts;
  /** Removes the rest and resolves, when nothing is left in the engine, to what could not be removed. */
  end(): Promise<readonly string[]>;
}

/**
 * Adds containers to another backend. Rejects with an `EngineFault` when there is no engine that answers. What earlier runs
 * left behind is swept away meanwhile.
 */
export async function startContainerBackend(options: ContainerBackendOptions): Promise<ContainerBackend> {
  const { local, address, image } = options;
  const engine = new Engine(new EngineClient(address, options.timeoutMs));
  const facts = await engine.facts();
  const token = randomBytes(8).toString('hex');
  const reaper = new Reaper(address, token);
  const runtime = new Runtime({
    engine,
    token,
    direct: isDirect(address, facts),
    bridgesAtOnce: facts.kind === 'docker',
    maxContainers: options.maxContainers ?? 10,
    volumeRoots: options.volumeRoots ?? [],
    hurry: new Hurry(options.hurry),
    killGraceMs: options.killGraceMs ?? 1_000,
    marked: new MarkedProcesses(`${token}:`),
  });
  runtime.later(sweep(engine, { kept: false, unknown: false }));
  let opened = 0;
  return {
    kind: 'container',
    engine: facts,
    isolation: `${local.isolation}; containers by ${nameOf(facts)}`,
    noNetwork: local.noNetwork,
    async open(sandbox: SandboxOptions): Promise<Sandbox> {
      const here = await local.open(sandbox);
      const needs =
        sandbox.containers ?? (image === undefined ? undefined : { hermetic: false, reachable: [] });
      if (!needs) return here;
      try {
        const mark = `${token}:${++opened}:`;
        const way = await makeWays(runtime, needs);
        return new ContainerSandbox({ options: sandbox, runtime, local: here, mark, image, ...way });
      } catch (error) {
        await here.close();
        throw error;
      }
    },
    async end() {
      const faults = await runtime.end();
      if (faults.length === 0) reaper.dismiss();
      engine.client.close();
      return faults;
    },
  };
}

export function nameOf({ kind, version }: EngineFacts): string {
  return `${kind === 'docker' ? 'Docker' : 'Podman'} ${version}`;
}

/** Whether the engine's networks and paths can be those of this machine: not of a virtual one, not of a user's own namespace. */
function isDirect(address: EngineAddress, { rootless }: EngineFacts): boolean {
  const target = targetOf(address);
  const isHere = 'socketPath' in target || /^(localhost|127\.\d+\.\d+\.\d+|::1)$/.test(target.host);
  return process.platform === 'linux' && isHere && !rootless;
}
