import type { Socket } from 'node:net';
import { constants } from 'node:os';
import { getSystemErrorMap } from 'node:util';
import type { EgressAttempt, LeakedProcess } from '../../contract.ts';
import { type NetworkMaker, readAttempts } from '../network.ts';
import type { ExitStatus, Keeper, Leftovers, Spawned, SpawnRequest } from '../spawn.ts';
import { FrameReader, frame, number, sized, textsOf } from './frames.ts';

/** A command between the request and the last byte of its output. */
interface Command {
  readonly request: SpawnRequest;
  readonly started: PromiseWithResolvers<Spawned>;
  readonly exited: PromiseWithResolvers<Awaited<Spawned['exited']>>;
  readonly drained: PromiseWithResolvers<void>;
  readonly open: Set<number>;
  /** It has ended and left no process, as far as the keeper can tell at once. */
  leftNothing: boolean;
}

const streams = new Map([
  [1, 'stdout'],
  [2, 'stderr'],
] as const);

/** What a keeper says first: the secret that proves it ours, and why it has no namespace if it should have one. */
export interface Introduction {
  readonly secret: string;
  readonly fault: string;
}

/**
 * Our end of a keeper, the process that starts and buries what belongs to one sandbox (perl-keeper.ts). Frames to it
 * begin with `s` (spawn), `h` (hang up), `n` (network), `m` (at most so many processes) or `q` (finish); frames from it with `k` (who it is), `r` (running,
 * with the id of the process), `f` (failed, with the error), `d` (data), `o` (omitted, how many bytes),
 * `c` (closed), `x` (exited, whether nothing is left, and whether mounts have changed), `n` (network), `m` (bounded), `g` (egress seen), `l` (what was left).
 */
export class HelperKeeper implements Keeper, NetworkMaker {
  readonly diesWithRunner = true;
  readonly #socket: Socket;
  readonly #commands = new Map<number, Command>();
  readonly #finishing: PromiseWithResolvers<Leftovers>[] = [];
  readonly #introduced: (introduction: Introduction) => void;
  #network: PromiseWithResolvers<string> | undefined;
  #bound: PromiseWithResolvers<string> | undefined;
  #egress: readonly EgressAttempt[] = [];
  #count = 0;
  /** Known to have no process: nothing was started since it said so. */
  #alone = true;
  /** Something was mounted or unmounted in its namespace. */
  #remounted = false;

  /** `introduced` is called once, before anything else can be done with it. */
  constructor(socket: Socket, introduced: (introduction: Introduction) => void) {
    this.#socket = socket;
    this.#introduced = introduced;
    const reader = new FrameReader((body) => this.#receive(body));
    socket.on('data', (chunk: Buffer) => reader.push(chunk));
    // An error is followed by `close`.
    socket.on('error', () => {}).once('close', () => this.#breakOff());
  }

  get lost(): boolean {
    return this.#socket.destroyed;
  }

  /** As it was before anything was started in it: no process was left, and nothing is mounted that was not before. */
  get untouched(): boolean {
    return this.#alone && !this.#remounted;
  }

  /** Whether it keeps this process from ending, as it should while it has something to do. */
  hold(held: boolean): void {
    if (held) this.#socket.ref();
    else this.#socket.unref();
  }

  /** It ends, and what is left of its namespace with it. */
  dismiss(): void {
    this.#socket.destroy();
  }

  spawn(request: SpawnRequest): Promise<Spawned> {
    const id = ++this.#count;
    const bytes = spawnFrame(id, request);
    if (bytes instanceof Error) return Promise.reject(bytes);
    this.#alone = false;
    const command: Command = {
      request,
      started: Promise.withResolvers(),
      exited: Promise.withResolvers(),
      drained: Promise.withResolvers(),
      open: new Set(streams.keys()),
      leftNothing: false,
    };
    this.#commands.set(id, command);
    if (this.#socket.destroyed) this.#breakOff();
    else this.#socket.write(bytes);
    return command.started.promise;
  }

  /** Gives everything it will start a network of its own. */
  async network(inward: string, outward: ReadonlyMap<number, string>): Promise<string> {
    this.#network = Promise.withResolvers();
    const doors = [...outward].flatMap(([port, path]) => [sized(`${port}`), sized(path)]);
    if (this.#socket.destroyed) this.#breakOff();
    else this.#socket.write(frame(['n', sized(inward), ...doors]));
    return this.#network.promise;
  }

  /** Lets everything it will start have so many processes at once. Resolves to why it cannot, empty if it can. */
  async bound(maxProcesses: number): Promise<string> {
    this.#bound = Promise.withResolvers();
    if (this.#socket.destroyed) this.#breakOff();
    else this.#socket.write(frame(['m', number(Math.min(maxProcesses, 0xffffffff))]));
    return this.#bound.promise;
  }

  async finish({ inHurry }: { readonly inHurry: boolean }): Promise<Leftovers> {
    // Only a network has more to tell.
    if (this.#alone && !this.#network) return nothingLeft;
    const answer = Promise.withResolvers<Leftovers>();
    this.#finishing.push(answer);
    if (this.#socket.destroyed) this.#breakOff();
    else this.#socket.write(frame([inHurry ? 'qh' : 'q']));
    return answer.promise;
  }

  #receive(body: Buffer): void {
    const kind = String.fromCharCode(body[0] ?? 0);
    if (kind === 'k') {
      const [secret = '', fault = ''] = textsOf(body.subarray(1));
      this.#introduced({ secret, fault: fault.trim() });
    } else if (kind === 'n') this.#network?.resolve(textsOf(body.subarray(1))[0] ?? '');
    else if (kind === 'm') this.#bound?.resolve(textsOf(body.subarray(1))[0] ?? '');
    else if (kind === 'g') this.#egress = readAttempts(body.subarray(1));
    else if (kind === 'l')
      this.#finishing.shift()?.resolve({ ...leftovers(body.subarray(1)), egress: this.#egress });
    else this.#hear(kind, body);
  }

  /** News of one command; none is of interest after its end. */
  #hear(kind: string, body: Buffer): void {
    const id = body.readUInt32BE(1);
    const command = this.#commands.get(id);
    if (!command) return;
    switch (kind) {
      case 'r':
        command.started.resolve(this.#spawned(id, command, body.readUInt32BE(5)));
        break;
      case 'f':
        this.#commands.delete(id);
        command.started.reject(systemError(body.readUInt32BE(5)));
        break;
      case 'd':
        command.request.onData(streamOf(body), body.subarray(6));
        break;
      case 'o':
        command.request.onOmitted(streamOf(body), Number(body.readBigUInt64BE(6)));
        break;
      case 'c':
        this.#closed(id, command, body[5] ?? 0);
        break;
      case 'x':
        command.leftNothing = body[7] === 1;
        this.#alone = command.leftNothing;
        this.#remounted = body[8] === 1;
        command.exited.resolve({ status: statusOf(body[5] ?? 0, body[6] ?? 0), atMs: performance.now() });
        this.#forget(id, command);
        break;
      default:
        throw new Error(`a keeper sent a frame of unknown kind: ${kind}`);
    }
  }

  #spawned(id: number, command: Command, pid: number): Spawned {
    return {
      pid,
      exited: command.exited.promise,
      drained: command.drained.promise,
      isOver: () => command.leftNothing && command.open.size === 0,
      hangUp: () => {
        this.#socket.write(frame(['h', number(id)]));
        for (const stream of streams.keys()) this.#closed(id, command, stream);
      },
    };
  }

  #closed(id: number, command: Command, stream: number): void {
    command.open.delete(stream);
    if (command.open.size === 0) command.drained.resolve();
    this.#forget(id, command);
  }

  /** Forgotten with the last thing that can be heard of it: its end and the end of its output, in either order. */
  #forget(id: number, command: Command): void {
    if (command.open.size > 0) return;
    void command.exited.promise.then(() => this.#commands.delete(id));
  }

  /** The keeper is gone, and with it everything it had started: somebody killed it, or the system did. */
  #breakOff(): void {
    // So it is after every namespace, and to make an error is not free.
    if (this.#commands.size + this.#finishing.length === 0 && !this.#network && !this.#bound) return;
    const error = new Error('the process that starts the commands of this scenario was killed');
    for (const { started, exited, drained } of this.#commands.values()) {
      started.reject(error);
      exited.resolve({ status: { kind: 'signalled', signal: 'SIGKILL' }, atMs: performance.now() });
      drained.resolve();
    }
    this.#commands.clear();
    for (const answer of this.#finishing.splice(0)) answer.reject(error);
    this.#network?.resolve(error.message);
    this.#bound?.resolve(error.message);
  }
}

const nothingLeft: Leftovers = { found: [], survivors: [], egress: [] };

const streamOf = (body: Buffer) => (body[5] === 1 ? 'stdout' : 'stderr');

/** Before the texts: length of the frame, letter, id, bytes to keep, number of arguments, whether there is input. */
const SPAWN_HEAD = 4 + 1 + 4 + 4 + 4 + 1;

/**
 * Texts are parted by null bytes. One that holds such a byte is the error instead, as no system call can take it. Written at
 * once, because it is for every command.
 */
function spawnFrame(id: number, { command, env, keepBytes }: SpawnRequest): Buffer | Error {
  const { argv, cwd, stdin } = command;
  const texts = [cwd, ...argv];
  for (const name in env) texts.push(`${name}=${env[name]}`);
  const text = texts.join('\0');
  // Only ours are there: one between each two.
  if (text.split('\0', texts.length + 1).length > texts.length) {
    const bad = texts.find((each) => each.includes('\0'));
    // In the words of Node's own spawn.
    return new Error(`${JSON.stringify(bad)} holds a null byte`);
  }
  const textBytes = Buffer.byteLength(text);
  const size = SPAWN_HEAD + 4 + textBytes + (stdin === undefined ? 0 : Buffer.byteLength(stdin));
  const bytes = Buffer.allocUnsafe(size);
  let at = bytes.writeUInt32BE(size - 4);
  at += bytes.write('s', at);
  at = bytes.writeUInt32BE(id, at);
  at = bytes.writeUInt32BE(Math.min(keepBytes, 0xffffffff), at);
  at = bytes.writeUInt32BE(argv.length, at);
  at = bytes.writeUInt8(stdin === undefined ? 0 : 1, at);
  at = bytes.writeUInt32BE(textBytes, at);
  at += bytes.write(text, at);
  if (stdin !== undefined) bytes.write(stdin, at);
  return bytes;
}

const signalNames = new Map(Object.entries(constants.signals).map(([name, value]) => [value, name]));

/** As wait(2) tells it: bit 7 of the signal says only whether memory was dumped. */
function statusOf(code: number, signal: number): ExitStatus {
  if (signal === 0) return { kind: 'exited', code };
  return { kind: 'signalled', signal: signalNames.get(signal) ?? `signal ${signal}` };
}

function systemError(number: number): NodeJS.ErrnoException {
  const [code, text] = getSystemErrorMap().get(-number) ?? [`errno ${number}`, 'unknown error'];
  return Object.assign(new Error(`${code}: ${text}`), { code });
}

function leftovers(body: Buffer): Omit<Leftovers, 'egress'> {
  const found: LeakedProcess[] = [];
  const survivors: LeakedProcess[] = [];
  for (let at = 0; at < body.length; ) {
    const size = body.readUInt32BE(at + 5);
    const process = { pid: body.readUInt32BE(at), name: body.toString('latin1', at + 9, at + 9 + size) };
    found.push(process);
    if (body[at + 4] === 1) survivors.push(process);
    at += 9 + size;
  }
  return { found, survivors };
}
