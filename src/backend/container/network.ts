import { connect, type Socket } from 'node:net';
import type { Engine } from './engine/engine.ts';
import { Forward } from './forward.ts';

export interface NetworkOptions {
  readonly name: string;
  readonly hermetic: boolean;
  readonly labels: Readonly<Record<string, string>>;
}

/** A network that exists, and the address the machine has in it. */
export interface MadeNetwork {
  readonly id: string;
  readonly name: string;
  readonly hermetic: boolean;
  /** Of this machine; undefined when the network, and with it the paths of the engine, are those of another one. */
  readonly gateway: string | undefined;
}

/**
 * As the engine tells it: whether the machine is this one is for the caller to find out. Rejects with an `EngineFault`, for
 * example when the engine has no address range left.
 */
export async function makeNetwork(
  engine: Engine,
  { name, hermetic, labels }: NetworkOptions,
): Promise<MadeNetwork> {
  const id = await engine.createNetwork(name, {
    Driver: 'bridge',
    Internal: hermetic,
    CheckDuplicate: true,
    Labels: labels,
  });
  return { id, name, hermetic, gateway: await engine.gateway(id) };
}

/**
 * The ways between the containers of one scenario and the runner. The runner's own ports are offered at the address that the
 * machine has in the scenario's network, and nowhere else; ports of containers are offered at loopback addresses. The engine
 * is asked to publish none: that starts a process for each, does nothing for a network without a way out, and answers
 * before the service does.
 */
export class Ways {
  readonly #closing = new AbortController();
  readonly #forwards: Forward[] = [];
  readonly #inside = new Map<number, { readonly host: string; readonly port: number }>();

  /** Offers loopback ports of the runner at that address, from when the machine has it. */
  async offer(ports: readonly number[], address: string): Promise<void> {
    await Promise.all(
      ports.map((port) => this.#forward({ host: address, port }, { host: '127.0.0.1', port })),
    );
  }

  /** Offers a port of a container at a loopback port. Rejects with the system's error when that is taken. */
  async reach(outside: number, host: string, inside: number): Promise<void> {
    this.#inside.set(outside, { host, port: inside });
    await this.#forward({ host: '127.0.0.1', port: outside }, { host, port: inside });
  }

  /** Straight to the container: what is in between answers whether or not the service does. */
  readonly dial = (outside: number): Promise<Socket> => {
    const target = this.#inside.get(outside) ?? { host: '127.0.0.1', port: outside };
    return new Promise((resolve, reject) => {
      const socket = connect(target, () => resolve(socket));
      socket.once('error', reject);
    });
  };

  close(): void {
    this.#closing.abort();
    for (const forward of this.#forwards) forward.close();
  }

  async #forward(from: { host: string; port: number }, to: { host: string; port: number }): Promise<void> {
    const forward = await Forward.listen(from, to, this.#closing.signal);
    if (!forward) return;
    if (this.#closing.signal.aborted) forward.close();
    else this.#forwards.push(forward);
  }
}
