import { randomInt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type ListenOptions, Server } from 'node:net';

/** Ports that ask for no privilege and lie above the well-known ones that developers' own servers use. */
const LOWEST = 10_240;
const HIGHEST = 65_535;
/** IANA's range (RFC 6335, section 6), which macOS and Windows use as it is. */
const IANA_EPHEMERAL = { from: 49_152, to: 65_535 };

/**
 * Gives out loopback ports that nobody else will take before the service binds them:
 *
 * - They lie outside the range from which the system picks ports for outgoing connections and for `port 0`. A port from
 *   inside it, however free just now, may be anybody's a millisecond later; that is the race of every "find a free port".
 * - On Linux an abstract Unix socket named after the port is held until it is returned. Other runners meet it and go
 *   on; the system removes it with the process, however that ends, and it belongs to the same network namespace.
 * - Both loopback addresses are bound once, to pass over ports that somebody listens on already.
 *
 * Taken in ascending order from a random start, so a returned port is not given out again before all others were.
 */
export class PortPool {
  readonly #range: readonly [from: number, to: number];
  readonly #held = new Map<number, Server | undefined>();
  #next: number;

  constructor(range: readonly [from: number, to: number] = stableRange()) {
    this.#range = range;
    this.#next = randomInt(range[0], range[1] + 1);
  }

  /** Rejects when the range is used up; then something is wrong with the machine, not with the scenario. */
  async take(count: number): Promise<number[]> {
    const taken: number[] = [];
    try {
      while (taken.length < count) taken.push(await this.#takeOne());
      return taken;
    } catch (error) {
      this.giveBack(taken);
      throw error;
    }
  }

  giveBack(ports: Iterable<number>): void {
    for (const port of ports) {
      this.#held.get(port)?.close();
      this.#held.delete(port);
    }
  }

  async #takeOne(): Promise<number> {
    const [from, to] = this.#range;
    for (let tried = from; tried <= to; tried++) {
      const port = this.#next;
      this.#next = port === to ? from : port + 1;
      if (this.#held.has(port)) continue;
      // Before the first await, so that two callers never consider the same port.
      this.#held.set(port, undefined);
      const claim = await claimPort(port);
      if (claim === 'taken') this.#held.delete(port);
      else {
        this.#held.set(port, claim);
        return port;
      }
    }
    throw new Error(`No loopback port from ${from} to ${to} is free.`);
  }
}

/** The one pool of this process, whatever the number of backends: a port is a thing of the machine. */
export const ports = new PortPool();

/** The larger of the two stretches below and above the range for outgoing connections. */
function stableRange(): [from: number, to: number] {
  const { from, to } = ephemeralRange();
  const below: [number, number] = [LOWEST, Math.min(from - 1, HIGHEST)];
  const above: [number, number] = [Math.max(to + 1, LOWEST), HIGHEST];
  const size = ([first, last]: [number, number]) => last - first + 1;
  const larger = size(below) >= size(above) ? below : above;
  // A machine tuned to use every port for connections leaves no stretch; then any port has to do.
  return size(larger) >= 1_000 ? larger : [LOWEST, HIGHEST];
}

function ephemeralRange(): { from: number; to: number } {
  try {
    const text = readFileSync('/proc/sys/net/ipv4/ip_local_port_range', 'latin1');
    const [from, to] = text.trim().split(/\s+/).map(Number);
    return from !== undefined && to !== undefined && from <= to ? { from, to } : IANA_EPHEMERAL;
  } catch {
    return IANA_EPHEMERAL;
  }
}

/** The socket that holds the claim, undefined where there are none of that kind, or `taken`. */
async function claimPort(port: number): Promise<Server | undefined | 'taken'> {
  const claim = await claimName(`\0spanwright/port/${port}`);
  if (claim === 'taken') return 'taken';
  for (const host of ['127.0.0.1', '::1']) {
    if (await isFree(port, host)) continue;
    claim?.close();
    return 'taken';
  }
  return claim;
}

async function claimName(path: string): Promise<Server | undefined | 'taken'> {
  if (process.platform !== 'linux') return undefined;
  const claim = await listen({ path });
  if (claim instanceof Server) return claim.unref();
  // Any other fault (a security policy) only means that other runners are not kept off.
  return claim === 'EADDRINUSE' ? 'taken' : undefined;
}

async function isFree(port: number, host: string): Promise<boolean> {
  const probe = await listen({ port, host });
  if (!(probe instanceof Server)) return probe === 'EADDRNOTAVAIL' || probe === 'EAFNOSUPPORT';
  await new Promise((resolve) => probe.close(resolve));
  return true;
}

/** A listening server, or the system's error code. */
function listen(options: ListenOptions): Promise<Server | string> {
  return new Promise((resolve) => {
    const server = new Server((socket) => socket.destroy());
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen(options, () => resolve(server));
  });
}
