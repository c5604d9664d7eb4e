import type { ContainerNeeds } from '../contract.ts';
import { type MadeNetwork, Ways } from './network.ts';
import type { Runtime } from './runtime.ts';

/** As Docker Desktop and Podman call the machine that the engine runs for. */
const HOST_NAME = 'host.docker.internal';

export interface Way {
  readonly network: MadeNetwork;
  readonly ways: Ways;
  readonly containerHost: string;
  readonly guessesHost: boolean;
}

/** A network of its own, and the runner's ports offered in it. */
export async function makeWays(runtime: Runtime, { hermetic, reachable }: ContainerNeeds): Promise<Way> {
  const network = await runtime.takeNetwork(hermetic);
  const ways = new Ways();
  const { gateway } = network;
  if (gateway === undefined) return { network, ways, containerHost: HOST_NAME, guessesHost: true };
  // Not waited for: Podman gives the machine this address with the first container only.
  runtime.later(ways.offer(reachable, gateway));
  return { network, ways, containerHost: gateway, guessesHost: false };
}
