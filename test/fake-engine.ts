import {
  createServer as createHttpServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';

/** An engine that is no engine, on a socket in the folder. */
export interface FakeEngine {
  readonly url: string;
  readonly socket: string;
  /** Ends it and every connection at once, as a crash does. */
  die(): void;
}

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** What it has to say before anything is asked of it that matters. */
const polite: Readonly<Record<string, unknown>> = {
  '/version': {
    Version: '0.0.0',
    ApiVersion: '1.40',
    Os: 'linux',
    Arch: 'amd64',
    Components: [{ Name: 'Engine' }],
  },
  '/info': { MemoryLimit: true, CpuCfsQuota: true, PidsLimit: true, NCPU: 1, MemTotal: 1_000_000_000 },
  '/containers/json': [],
  '/networks': [],
  '/volumes': { Volumes: [] },
  '/networks/create': { Id: 'n0' },
  '/networks/n0': { Id: 'n0', IPAM: { Config: [{ Gateway: '127.0.0.2' }] } },
};

/** Answers the first questions, and leaves the rest to the caller. */
export function politeUntil(rest: Answer): Answer {
  return (request, response) => {
    const path = new URL(request.url ?? '/', 'http://engine').pathname.replace(/^\/v[\d.]+/, '');
    if (Object.hasOwn(polite, path)) response.end(JSON.stringify(polite[path]));
    else if (request.method === 'DELETE') response.writeHead(204).end();
    else rest(request, response);
  };
}

export function startFake(folder: string, answer: Answer): Promise<FakeEngine> {
  return listening(createHttpServer(answer), folder);
}

/** Passes everything on to a real engine, until it dies. */
export function startProxy(folder: string, engine: string): Promise<FakeEngine> {
  const server = createServer((inner) => {
    const outer = connect(engine);
    for (const [from, to] of [
      [inner, outer],
      [outer, inner],
    ] as const) {
      from.on('error', () => to.destroy());
      from.on('close', () => to.destroy());
      from.pipe(to);
    }
  });
  return listening(server, folder);
}

function listening(server: Server | ReturnType<typeof createServer>, folder: string): Promise<FakeEngine> {
  const open = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
  });
  const socket = join(folder, 'engine.sock');
  const die = () => {
    server.close();
    for (const each of open) each.destroy();
  };
  return new Promise((resolve) => {
    server.listen(socket, () => resolve({ url: `unix://${socket}`, socket, die }));
  });
}
