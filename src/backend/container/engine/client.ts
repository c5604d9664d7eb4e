import { readFileSync } from 'node:fs';
import type { Agent, ClientRequest, IncomingMessage, RequestOptions } from 'node:http';
import type { RequestOptions as SecretOptions } from 'node:https';
import type { Duplex } from 'node:stream';
import type { EngineAddress } from './address.ts';
import { EngineFault, type EngineProblem } from './fault.ts';
import { type Target, targetOf } from './target.ts';

/** Docker 19.03 and Podman 3 know this version, and nothing newer is needed. */
const API = '/v1.40';
/** An answer that is read whole is larger than this only from a server that is no engine. */
const MAX_ANSWER_BYTES = 32 * 1024 * 1024;
const MAX_MESSAGE = 500;

export interface EngineRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Below the version, with its query. */
  readonly path: string;
  readonly body?: unknown;
  /** What is asked for, as the end of a sentence: "could not ...". */
  readonly what: string;
  /** Default: the client's. */
  readonly timeoutMs?: number | undefined;
  /** Also good, besides 2xx, such as 304 for something that is so already. */
  readonly accept?: readonly number[] | undefined;
}

export interface OpenStream {
  readonly stream: Duplex;
  /** Whether output comes in frames that say which stream it is of; else it is all one. */
  readonly framed: boolean;
}

/**
 * The engine's HTTP interface, as much of it as is needed, for Docker and Podman alike. Every request has a deadline;
 * whatever goes wrong rejects with an {@link EngineFault} that names the address. Connections are kept open.
 */
export class EngineClient {
  readonly address: EngineAddress;
  readonly timeoutMs: number;
  readonly #agent: Agent;
  readonly #target: Target;
  /** Read when something is first asked for. */
  #secrets: SecretOptions | undefined;
  readonly #http: typeof import('node:http');

  /** `timeoutMs`: for one answer, or for the next sign of life in one that streams; default 30,000. */
  constructor(address: EngineAddress, timeoutMs = 30_000) {
    this.address = address;
    this.timeoutMs = timeoutMs;
    // Not imported: as ES modules they load undici as well, which only runs with containers should pay for.
    this.#http = process.getBuiltinModule(
      address.tls ? 'node:https' : 'node:http',
    ) as typeof import('node:http');
    this.#target = targetOf(address);
    this.#agent = new this.#http.Agent({ keepAlive: true, maxFreeSockets: 16 });
  }

  /** The answer read as JSON; undefined for an empty one. */
  async json(request: EngineRequest): Promise<unknown> {
    const text = await this.text(request);
    if (text === '') return undefined;
    try {
      return JSON.parse(text);
    } catch {
      const reason = 'the answer is not JSON, so this is no container engine';
      throw this.#fault({ kind: 'broken', reason, what: request.what });
    }
  }

  async text(request: EngineRequest): Promise<string> {
    const timeoutMs = request.timeoutMs ?? this.timeoutMs;
    const asked = this.#ask(request, { agent: this.#agent });
    return await this.#within(timeoutMs, request.what, asked, async () => {
      const answer = await this.#answer(asked, request.what);
      const text = await this.#read(answer, request.what);
      if (!isGood(answer, request)) throw this.#refused(answer, text, request.what);
      return text;
    });
  }

  /**
   * An answer that comes in pieces, each handed on as it comes; resolves when it is complete. Rejects when nothing comes for
   * `idleMs`, or when `signal` is aborted.
   */
  async pieces(
    request: EngineRequest & {
      readonly idleMs?: number | undefined;
      readonly signal?: AbortSignal | undefined;
    },
    onPiece: (piece: Buffer) => void,
  ): Promise<void> {
    const idleMs = request.idleMs ?? this.timeoutMs;
    const asked = this.#ask(request, { agent: false, signal: request.signal });
    const answer = await this.#within(idleMs, request.what, asked, () => this.#answer(asked, request.what));
    if (!isGood(answer, request))
      throw this.#refused(answer, await this.#read(answer, request.what), request.what);
    await new Promise<void>((resolve, reject) => {
      const silent = () => reject(this.#fault({ kind: 'silent', afterMs: idleMs, what: request.what }));
      let timer = Number.isFinite(idleMs) ? setTimeout(silent, idleMs) : undefined;
      answer.on('data', (piece: Buffer) => {
        timer?.refresh();
        onPiece(piece);
      });
      const over = (end: () => void) => {
        clearTimeout(timer);
        timer = undefined;
        end();
      };
      answer.once('end', () => over(resolve));
      answer.once('error', (error) => over(() => reject(this.#broken(error, request.what))));
      answer.once('close', () =>
        over(() => reject(this.#broken(new Error('it closed the connection'), request.what))),
      );
    }).finally(() => asked.destroy());
  }

  /** A connection taken over for input and output, as `attach` and `exec` do. Source: Docker Engine API, "Attach to a container". */
  async hijack(request: Omit<EngineRequest, 'accept'>): Promise<OpenStream> {
    const asked = this.#ask(request, { agent: false }, { Connection: 'Upgrade', Upgrade: 'tcp' });
    return await this.#within(this.timeoutMs, request.what, asked, async () => {
      const taken = new Promise<OpenStream>((resolve) => {
        asked.once('upgrade', (answer: IncomingMessage, stream: Duplex, head: Buffer) => {
          if (head.length > 0) stream.unshift(head);
          resolve({
            stream,
            framed: answer.headers['content-type'] !== 'application/vnd.docker.raw-stream-plain',
          });
        });
      });
      const answered = this.#answer(asked, request.what).then(async (answer) => {
        throw this.#refused(answer, await this.#read(answer, request.what), request.what);
      });
      return await Promise.race([taken, answered]);
    });
  }

  /** Closes the connections that are kept open. Requests under way go on. */
  close(): void {
    this.#agent.destroy();
  }

  #ask(
    { method, path, body }: EngineRequest,
    how: Pick<RequestOptions, 'agent' | 'signal'>,
    headers: Record<string, string> = {},
  ): ClientRequest {
    const text = body === undefined ? undefined : JSON.stringify(body);
    this.#secrets ??= this.#readSecrets();
    const request = this.#http.request({
      ...this.#target,
      ...this.#secrets,
      ...how,
      method,
      path: `${API}${path}`,
      headers: {
        ...('socketPath' in this.#target && { Host: 'engine' }),
        ...headers,
        ...(text === undefined
          ? { 'Content-Length': '0' }
          : { 'Content-Type': 'application/json', 'Content-Length': String(Buffer.byteLength(text)) }),
      },
    });
    // Whoever waits is told by #answer; this one keeps a late fault from ending the process.
    request.on('error', () => {});
    request.end(text);
    return request;
  }

  #readSecrets(): SecretOptions {
    const { tls } = this.address;
    if (!tls) return {};
    const read = (name: 'ca' | 'cert' | 'key') => {
      const path = tls[name];
      try {
        return path && { [name]: readFileSync(path) };
      } catch (error) {
        throw this.#fault({
          kind: 'untrusted',
          reason: `${path} cannot be read: ${(error as Error).message}`,
        });
      }
    };
    return { ...read('ca'), ...read('cert'), ...read('key'), rejectUnauthorized: tls.verify };
  }

  #answer(asked: ClientRequest, what: string): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      asked.once('response', resolve);
      asked.once('error', (error) => reject(this.#broken(error, what)));
    });
  }

  #read(answer: IncomingMessage, what: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const pieces: Buffer[] = [];
      let bytes = 0;
      answer.on('data', (piece: Buffer) => {
        bytes += piece.length;
        if (bytes > MAX_ANSWER_BYTES) answer.destroy(new Error('the answer is larger than any of an engine'));
        else pieces.push(piece);
      });
      answer.once('end', () => resolve(Buffer.concat(pieces).toString('utf8')));
      answer.once('error', (error) => reject(this.#broken(error, what)));
      answer.once('close', () => reject(this.#broken(new Error('it closed the connection'), what)));
    });
  }

  async #within<T>(
    timeoutMs: number,
    what: string,
    asked: ClientRequest,
    work: () => Promise<T>,
  ): Promise<T> {
    if (!Number.isFinite(timeoutMs)) return await work();
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        reject(this.#fault({ kind: 'silent', afterMs: timeoutMs, what }));
        asked.destroy();
      }, timeoutMs);
    });
    try {
      return await Promise.race([work(), late]);
    } finally {
      clearTimeout(timer);
    }
  }

  #broken(error: NodeJS.ErrnoException, what: string): EngineFault {
    const { code = '', message } = error;
    const reason = reasons.get(code);
    if (reason !== undefined) {
      return this.#fault({ kind: 'unreachable', reason, denied: code === 'EACCES' || code === 'EPERM' });
    }
    if (this.address.tls && isOfTls.test(code)) return this.#fault({ kind: 'untrusted', reason: message });
    return this.#fault({
      kind: 'broken',
      reason: code === 'ECONNRESET' ? 'the connection was reset' : message,
      what,
    });
  }

  #refused({ statusCode = 0 }: IncomingMessage, text: string, what: string): EngineFault {
    return this.#fault({ kind: 'refused', status: statusCode, message: messageIn(text), what });
  }

  #fault(problem: EngineProblem): EngineFault {
    return new EngineFault(this.address.url, problem);
  }
}

const reasons: ReadonlyMap<string, string> = new Map([
  ['ENOENT', 'there is no such socket'],
  ['ECONNREFUSED', 'nothing listens there'],
  ['EACCES', 'permission is denied'],
  ['EPERM', 'permission is denied'],
  ['ENOTFOUND', 'there is no such host'],
  ['ENOTSOCK', 'it is not a socket'],
  ['EHOSTUNREACH', 'there is no way to that host'],
  ['ETIMEDOUT', 'that host does not answer'],
]);

/** Codes of Node's own TLS and of OpenSSL, whose list of what a certificate can lack is long. */
const isOfTls = /^(ERR_TLS|ERR_SSL|ERR_OSSL|EPROTO|CERT_|UNABLE_TO|DEPTH_ZERO|SELF_SIGNED|INVALID_)/;

function isGood({ statusCode = 0 }: IncomingMessage, { accept = [] }: EngineRequest): boolean {
  return (statusCode >= 200 && statusCode < 300) || accept.includes(statusCode);
}

/** Both engines answer `{"message": "..."}`; anything else is shown as it is. */
function messageIn(text: string): string {
  let message: unknown;
  try {
    message = JSON.parse(text)?.message;
  } catch {
    // Not JSON.
  }
  const shown = (typeof message === 'string' ? message : text).trim() || 'it does not say why';
  return shown.length > MAX_MESSAGE ? `${shown.slice(0, MAX_MESSAGE)}...` : shown;
}
