import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Transform } from 'node:stream';

export interface HttpRequest {
  /** Path without a query, such as `/TOKEN/v1/traces`. */
  readonly path: string;
  readonly method: string;
  /** Media type without parameters, lower case; empty when none was sent. */
  readonly contentType: string;
  /** Decompressed. */
  readonly body: Uint8Array;
}

export interface HttpAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: Uint8Array | string;
  /** Seconds after which the sender may try again; sent as Retry-After. */
  readonly retryAfterS?: number | undefined;
}

/** Why a request was turned away before or while its body was read. */
export type HttpRefusal = 'tooLarge' | 'badEncoding' | 'damaged' | 'aborted';

export interface HttpServerOptions {
  /** 0 for any free port. */
  readonly port: number;
  readonly host: string;
  /** Largest body, compressed and decompressed alike. */
  readonly maxBodyBytes: number;
  /** Answers from the head alone (unknown path, wrong method, too busy), or undefined to have the body read. */
  readonly admit: (head: Omit<HttpRequest, 'body'>) => HttpAnswer | undefined;
  /** Answers a request whose body has been read; must not throw. */
  readonly answer: (request: HttpRequest) => HttpAnswer;
  /** Answers a request whose body could not be read. */
  readonly refuse: (head: Omit<HttpRequest, 'body'>, refusal: HttpRefusal) => HttpAnswer;
  /** Called when an admitted request begins; what it returns is called when the request is over. */
  readonly opened: (path: string) => () => void;
}

export interface HttpServer {
  readonly url: string;
  close(): Promise<void>;
}

/** From the first byte to the last of one request: a sender that drips is cut off. */
const REQUEST_TIMEOUT_MS = 30_000;

/**
 * HTTP/1.1 server for OTLP exports: bodies are read and decompressed in a stream that stops at the limit, so neither a
 * large body nor a small one that unfolds into a large one is ever held whole. Source: OTLP specification, OTLP/HTTP.
 */
export async function startHttpServer(options: HttpServerOptions): Promise<HttpServer> {
  // Not an import: `import 'node:http'` enumerates its exports, which loads undici and costs 20 to 30 ms.
  const http = process.getBuiltinModule('node:http');
  const server = http.createServer(
    { requestTimeout: REQUEST_TIMEOUT_MS, headersTimeout: 10_000 },
    (request, response) => serve(request, response, options),
  );
  await listen(server, options);
  // A listening TCP server always has an AddressInfo.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${options.host}:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listen(server: Server, { port, host }: HttpServerOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function serve(request: IncomingMessage, response: ServerResponse, options: HttpServerOptions): void {
  const head = {
    path: (request.url ?? '').split('?', 1)[0] ?? '',
    method: request.method ?? '',
    contentType: (request.headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '',
  };
  const early = options.admit(head);
  if (early) {
    send(response, early);
    // The body is not wanted, but a sender still writing must be able to read the answer.
    request.resume();
    return;
  }
  const closed = options.opened(head.path);
  response.on('close', closed);
  readBody(request, options.maxBodyBytes, (read) => {
    if (response.destroyed) return;
    send(
      response,
      'refusal' in read ? options.refuse(head, read.refusal) : options.answer({ ...head, body: read.body }),
    );
  });
}

type Read = { readonly body: Uint8Array } | { readonly refusal: HttpRefusal };

function readBody(request: IncomingMessage, maxBytes: number, done: (read: Read) => void): void {
  const decoder = decoderFor(request.headers['content-encoding']);
  if (decoder === 'unknown') {
    request.resume();
    done({ refusal: 'badEncoding' });
    return;
  }
  const chunks: Buffer[] = [];
  let bytes = 0;
  let wireBytes = 0;
  let over = false;
  const finish = (read: Read) => {
    if (over) return;
    over = true;
    chunks.length = 0;
    done(read);
    // Whatever still comes is read and forgotten, so that the sender gets to see the answer.
    request.unpipe();
    decoder?.destroy();
    request.resume();
  };
  const take = (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > maxBytes) finish({ refusal: 'tooLarge' });
    else chunks.push(chunk);
  };
  const whole = () => finish({ body: chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks) });
  request.on('aborted', () => finish({ refusal: 'aborted' }));
  request.on('error', () => finish({ refusal: 'aborted' }));
  if (!decoder) {
    request.on('data', take).on('end', whole);
    return;
  }
  request.on('data', (chunk: Buffer) => {
    wireBytes += chunk.length;
    if (wireBytes > maxBytes) finish({ refusal: 'tooLarge' });
  });
  decoder.on('data', take).on('end', whole);
  decoder.on('error', () => finish({ refusal: 'damaged' }));
  request.pipe(decoder);
}

function decoderFor(encoding: string | undefined): Transform | undefined | 'unknown' {
  const zlib = () => process.getBuiltinModule('node:zlib');
  switch (encoding?.trim().toLowerCase() ?? 'identity') {
    case '':
    case 'identity':
      return undefined;
    case 'gzip':
      return zlib().createGunzip();
    case 'deflate':
      return zlib().createInflate();
    default:
      return 'unknown';
  }
}

function send(response: ServerResponse, answer: HttpAnswer): void {
  const headers: Record<string, string> = { 'content-type': answer.contentType };
  if (answer.retryAfterS !== undefined) headers['retry-after'] = String(answer.retryAfterS);
  if (answer.status === 405) headers.allow = 'POST';
  response.writeHead(answer.status, headers).end(answer.body);
}
