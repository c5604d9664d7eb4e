import { connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

/** How often a bridge is looked for that the engine makes with the first container in it (Podman does). */
const LOOK_MS = 5;

/** Passes connections on from one address of this machine to another, until it is closed. */
export class Forward {
  readonly #server: Server;
  readonly #open = new Set<Socket>();

  private constructor(to: Endpoint) {
    this.#server = createServer({ allowHalfOpen: true }, (inner) => this.#join(inner, to));
  }

  /**
   * Listens at `from`. An address that the machine does not have yet is waited for until the signal is aborted. Resolves to
   * undefined in that case; rejects with the system's error when the port is taken.
   */
  static async listen(from: Endpoint, to: Endpoint, signal: AbortSignal): Promise<Forward | undefined> {
    const forward = new Forward(to);
    while (!signal.aborted) {
      if (await forward.#listen(from)) return forward;
      await pause(LOOK_MS);
    }
    return undefined;
  }

  close(): void {
    this.#server.close();
    for (const socket of this.#open) socket.destroy();
  }

  #listen({ host, port }: Endpoint): Promise<boolean> {
    return new Promise((resolve, reject) => {
      const failed = (error: NodeJS.ErrnoException) =>
        error.code === 'EADDRNOTAVAIL' ? resolve(false) : reject(error);
      this.#server.once('error', failed);
      this.#server.listen({ host, port }, () => {
        this.#server.off('error', failed);
        resolve(true);
      });
    });
  }

  #join(one: Socket, to: Endpoint): void {
    const other = connect({ ...to, allowHalfOpen: true });
    for (const [socket, opposite] of [
      [one, other],
      [other, one],
    ] as const) {
      this.#open.add(socket);
      // Whoever is cut off finds out by its own connection.
      socket.once('error', () => opposite.destroy());
      socket.once('close', () => this.#open.delete(socket));
      socket.pipe(opposite);
    }
  }
}
