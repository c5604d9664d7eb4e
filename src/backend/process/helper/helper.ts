import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import type { Tier } from '../tier.ts';
import { FrameReader, frame, sized, textsOf } from './frames.ts';
import { HelperKeeper } from './keeper.ts';
import { bootstrap, program } from './program.ts';

/** For the helper to start and for a keeper to come; only a machine that is about to break needs so long. */
const PATIENCE_MS = 15_000;

/** Why the helper cannot serve here. */
export interface NoHelper {
  readonly fault: string;
}

export type StartedHelper = Promise<SpawnHelper | NoHelper>;

/**
 * Starts the helper and waits until it has tried what it can do. A keeper proves to be one by a secret, which the helper
 * gets on its standard input, where no list of processes shows it.
 */
export async function startHelper(wanted: Tier): StartedHelper {
  if (process.platform !== 'linux') return { fault: 'it needs Linux' };
  const address = `spanwright-${randomBytes(16).toString('hex')}`;
  const secret = randomBytes(16).toString('hex');
  // The first keeper may be faster than the news that the helper is ready.
  const early: Socket[] = [];
  const server = createServer((socket) => early.push(socket));
  // Before the helper starts: its first keeper does not ask twice, however late we come.
  server.listen(`\0${address}`);
  const listening = once(server, 'listening');
  const child = spawn('perl', ['-e', bootstrap, 'spanwright-spawner'], {
    // Its own session, so that Ctrl-C and a closed terminal do not reach it.
    detached: true,
    cwd: '/',
    env: { PATH: process.env.PATH ?? '/usr/bin:/bin', LC_ALL: 'C' },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child.stdin.on('error', () => {});
  child.stdin.write(Buffer.concat([frame([program]), frame([sized(address), sized(secret), sized(wanted)])]));
  const said = new Said(child);
  try {
    await listening;
    const [word, ...faults] = await said.first;
    if (word !== 'ready') throw new Error(faults.join(' '));
    return new SpawnHelper(
      { child, server, secret, said, wanted, early },
      { namespaces: faults[0] ?? '', network: faults[1] ?? '' },
    );
  } catch (error) {
    child.kill('SIGKILL');
    server.close();
    return { fault: error instanceof Error ? error.message : String(error) };
  }
}

/** What the helper says on its standard output: first what it can do, then only what goes wrong. */
class Said {
  readonly first: Promise<string[]>;
  onFault: (why: string) => void = () => {};

  constructor(child: ChildProcess) {
    const first = Promise.withResolvers<string[]>();
    this.first = first.promise;
    let begun = false;
    const reader = new FrameReader((body) => {
      const texts = textsOf(body);
      if (begun) this.onFault(texts[1] ?? '');
      begun = true;
      first.resolve(texts);
    });
    child.stdout?.on('data', (chunk: Buffer) => reader.push(chunk));
    let complaint = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      complaint = `${complaint}${text}`.slice(-300);
    });
    child.once('error', (error: NodeJS.ErrnoException) =>
      first.reject(new Error(error.code === 'ENOENT' ? 'there is no perl' : error.message)),
    );
    child.once('close', () => first.reject(new Error(complaint.trim() || 'it ended')));
    const timer = setTimeout(() => first.reject(new Error('it does not answer')), PATIENCE_MS);
    const stop = () => clearTimeout(timer);
    this.first.then(stop, stop);
  }
}

interface Parts {
  readonly child: ChildProcess;
  readonly server: Server;
  readonly secret: string;
  readonly said: Said;
  readonly wanted: Tier;
  /** Connections that were made before there was anybody to introduce them to. */
  readonly early: readonly Socket[];
}

/** Hands out keepers, one for each open sandbox. */
export class SpawnHelper {
  readonly tier: Tier;
  /** Why namespaces, or networks of their own, cannot be made here; empty if they can. */
  readonly faults: { readonly namespaces: string; readonly network: string };
  readonly #child: ChildProcess;
  readonly #server: Server;
  readonly #idle: HelperKeeper[] = [];
  readonly #waiting: PromiseWithResolvers<HelperKeeper>[] = [];
  /** Asked for and not there yet; the first one comes unasked, so that no scenario waits for a fork. */
  #coming = 1;
  #ended = false;

  constructor({ child, server, secret, said, wanted, early }: Parts, faults: SpawnHelper['faults']) {
    this.tier = faults.namespaces === '' ? 'namespaces' : wanted === 'group' ? 'group' : 'reaper';
    this.faults = faults;
    this.#child = child;
    this.#server = server;
    server.removeAllListeners('connection').on('connection', (socket) => this.#introduce(socket, secret));
    for (const socket of early) this.#introduce(socket, secret);
    said.onFault = (why) => this.#failed(why);
    child.once('exit', () => {
      this.#ended = true;
      while (this.#waiting.length > 0) this.#failed('the helper that starts processes was killed');
    });
    // Neither the helper nor what leads to it keeps this process from ending; it ends when we do.
    child.unref();
    server.unref();
    // A pipe to a child is a socket; the types only say Readable and Writable.
    for (const pipe of [child.stdin, child.stdout, child.stderr]) (pipe as Socket | null)?.unref();
  }

  /** False once somebody killed it. */
  get alive(): boolean {
    return !this.#ended;
  }

  /** One that keeps nothing yet. Rejects when the machine has no room for another process or namespace. */
  async take(): Promise<HelperKeeper> {
    const idle = this.#idle.shift();
    if (this.#idle.length + this.#coming <= this.#waiting.length) this.#ask();
    if (idle) {
      idle.hold(true);
      return idle;
    }
    if (this.#ended) throw noKeeper('the helper that starts processes was killed');
    const next = Promise.withResolvers<HelperKeeper>();
    this.#waiting.push(next);
    this.#server.ref();
    const timer = setTimeout(() => this.#failed('there is no answer'), PATIENCE_MS);
    try {
      return await next.promise;
    } finally {
      clearTimeout(timer);
      if (this.#waiting.length === 0) this.#server.unref();
    }
  }

  /**
   * Takes one back. It can serve again if nothing was left: it has proved to have no child. A namespace, to make which takes
   * longer than most commands, must besides be as it was made.
   */
  giveBack(keeper: HelperKeeper, clean: boolean): void {
    const isAsNew = this.tier !== 'namespaces' || keeper.untouched;
    if (clean && isAsNew && !keeper.lost) this.#offer(keeper);
    else keeper.dismiss();
  }

  #ask(): void {
    this.#coming += 1;
    this.#child.stdin?.write('+');
  }

  #introduce(socket: Socket, secret: string): void {
    const keeper = new HelperKeeper(socket, (introduction) => {
      if (introduction.secret !== secret) return keeper.dismiss();
      this.#coming -= 1;
      if (introduction.fault === '') return this.#offer(keeper);
      keeper.dismiss();
      this.#failed(introduction.fault);
    });
    socket.once('close', () => {
      const at = this.#idle.indexOf(keeper);
      if (at >= 0) this.#idle.splice(at, 1);
    });
  }

  #offer(keeper: HelperKeeper): void {
    const next = this.#waiting.shift();
    keeper.hold(next !== undefined);
    if (next) next.resolve(keeper);
    else this.#idle.push(keeper);
  }

  #failed(why: string): void {
    this.#waiting.shift()?.reject(noKeeper(why));
  }
}

function noKeeper(why: string): Error {
  return new Error(`no process can be started for this scenario: ${why}`);
}
