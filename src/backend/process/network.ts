import { connect, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import type { EgressAttempt } from '../contract.ts';

/** What the sandbox's network needs of its keeper. */
export interface NetworkMaker {
  /** Resolves to why there is no such network, empty if there is. */
  network(inward: string, outward: ReadonlyMap<number, string>): Promise<string>;
}

/** Opens connections to a port of a sandbox, wherever its loopback is. */
export type Dial = (port: number) => Promise<Socket>;

/**
 * The runner's half of a network that a sandbox has to itself: Unix sockets in its private directory lead out to those
 * of our ports that stay reachable, and in for our probes. The other half is in helper/perl-network.ts.
 */
export class SandboxNetwork {
  readonly #inward: string;
  readonly #servers: readonly Server[];

  private constructor(inward: string, servers: readonly Server[]) {
    this.#inward = inward;
    this.#servers = servers;
  }

  /** Rejects when the machine does not let it. `root` is the sandbox's private directory. */
  static async make(
    maker: NetworkMaker,
    root: string,
    reachable: readonly number[],
  ): Promise<SandboxNetwork> {
    const inward = join(root, 'in');
    const outward = new Map(reachable.map((port) => [port, join(root, `out-${port}`)]));
    const servers = await Promise.all([...outward].map(([port, path]) => leadTo(port, path)));
    const network = new SandboxNetwork(inward, servers);
    const fault = await maker.network(inward, outward);
    if (fault === '') return network;
    network.close();
    throw new Error(`the scenario cannot have a network of its own: ${fault.trim()}`);
  }

  /** Rejects with ECONNREFUSED when nobody listens there. */
  dial: Dial = (port) =>
    new Promise((resolve, reject) => {
      const wanted = Buffer.allocUnsafe(2);
      wanted.writeUInt16BE(port);
      const socket = connect(this.#inward, () => socket.write(wanted));
      socket.once('error', reject);
      socket.once('readable', () => {
        const answer = socket.read(1) as Buffer | null; // A socket without encoding reads buffers.
        socket.off('error', reject);
        if (answer?.toString() === 'y') return resolve(socket);
        socket.destroy();
        reject(Object.assign(new Error('the connection is refused'), { code: 'ECONNREFUSED' }));
      });
    });

  close(): void {
    for (const server of this.#servers) server.close();
  }
}

async function leadTo(port: number, path: string): Promise<Server> {
  const server = createServer({ allowHalfOpen: true }, (inside) => {
    const ours = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    inside.pipe(ours).pipe(inside);
    for (const [socket, other] of [
      [inside, ours],
      [ours, inside],
    ] as const) {
      socket.on('error', () => other.destroy());
    }
  });
  server.unref();
  return new Promise((resolve, reject) => server.once('error', reject).listen(path, () => resolve(server)));
}

const protocols = new Map([
  [1, 'icmp'],
  [6, 'tcp'],
  [17, 'udp'],
  [58, 'icmp'],
]);

/** As the keeper packs them: count, protocol, port, address and name. */
export function readAttempts(body: Buffer): EgressAttempt[] {
  const attempts: EgressAttempt[] = [];
  for (let at = 0; at < body.length; ) {
    const count = body.readUInt32BE(at);
    const number = body[at + 4] ?? 0;
    const port = body.readUInt16BE(at + 5);
    const addressEnd = at + 11 + body.readUInt32BE(at + 7);
    const nameEnd = addressEnd + 4 + body.readUInt32BE(addressEnd);
    attempts.push({
      protocol: protocols.get(number) ?? `protocol ${number}`,
      address: body.toString('latin1', at + 11, addressEnd),
      port: port === 0 ? undefined : port,
      name: body.toString('latin1', addressEnd + 4, nameEnd) || undefined,
      count,
    });
    at = nameEnd;
  }
  return attempts;
}
