import type { AddressInfo, Server } from 'node:net';

export interface ListenOptions {
  readonly address: string;
  /** 0 for any free port. */
  readonly port: number;
}

export interface Listener {
  /** Without a path, such as `http://127.0.0.1:40123`. */
  readonly url: string;
  /** Ends every connection, also in the middle of a request. */
  close(): Promise<void>;
}

/** Resolves to the server's URL once it listens; rejects with the system's error, such as a port that is taken. */
export function listening(server: Server, { port, address }: ListenOptions): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, address, () => {
      server.off('error', reject);
      // A server that listens on TCP has an AddressInfo.
      const bound = server.address() as AddressInfo;
      resolve(`http://${bound.family === 'IPv6' ? `[${bound.address}]` : bound.address}:${bound.port}`);
    });
  });
}
