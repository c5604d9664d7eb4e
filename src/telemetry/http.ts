import type { IncomingMessage, ServerResponse } from 'node:http';
import { responseJson, responseMessage, statusJson, statusMessage } from './answer.ts';
import type { Exchange } from './exchange.ts';
import { compressionOf, inflate } from './inflate.ts';
import type { Endpoint, Intake } from './intake.ts';
import { type Listener, type ListenOptions, listening } from './listen.ts';
import { type ExportOutcome, httpStatusOf, type Refusal, retryAfterOf } from './outcome.ts';
import type { SpanFormat } from './read.ts';

/** How often Node looks for requests that take too long. */
const TIMEOUT_CHECK_MS = 1_000;

/** OTLP/HTTP over HTTP/1.1. Source: OTLP specification, "OTLP/HTTP". */
export async function listenHttp(intake: Intake, options: ListenOptions): Promise<Listener> {
  // Not an import: `import 'node:http'` enumerates its exports, which loads undici and costs 20 to 30 ms.
  const http = process.getBuiltinModule('node:http');
  const { requestTimeoutMs } = intake.limits;
  const server = http.createServer(
    {
      requestTimeout: requestTimeoutMs,
      headersTimeout: Math.min(requestTimeoutMs, 10_000),
      connectionsCheckingInterval: Math.min(requestTimeoutMs, TIMEOUT_CHECK_MS),
    },
    (request, response) => serve(request, response, intake),
  );
  const url = await listening(server, options);
  return {
    url,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function serve(request: IncomingMessage, response: ServerResponse, intake: Intake): void {
  // A sender that breaks off is seen by `close`; its error says no more.
  request.on('error', () => undefined);
  const format = formatOf(request.headers['content-type']);
  const reply = (outcome: ExportOutcome, last = false): void => answer(response, { outcome, format, last });
  const target = targetOf(request.url ?? '');
  const endpoint = intake.find(target.token);
  if (endpoint === undefined || target.signal === undefined) {
    const refusal = unknownPath(request.url ?? '', endpoint);
    endpoint?.scope.refused(refusal, endpoint.sender);
    drain(request, intake.limits.maxBodyBytes);
    reply(refusal);
    return;
  }
  const exchange = intake.begin(endpoint, target.signal, intake.limits.maxBodyBytes);
  const refusal = refusalOf(request, format, exchange);
  if (refusal !== undefined) {
    drain(request, intake.limits.maxBodyBytes);
    reply(refusal);
    return;
  }
  receive(request, exchange, format ?? 'json', intake, reply);
}

/** Reads the body to its end, and answers. */
function receive(
  request: IncomingMessage,
  exchange: Exchange,
  format: SpanFormat,
  { limits: { maxBodyBytes } }: Intake,
  reply: (outcome: ExportOutcome, last: boolean) => void,
): void {
  const compression = compressionOf(request.headers['content-encoding']) ?? 'identity';
  const onData = (chunk: Buffer): void => {
    const refusal = exchange.take(chunk);
    if (refusal === undefined) return;
    request.off('data', onData);
    drain(request, maxBodyBytes);
    reply(refusal, true);
  };
  request.on('data', onData);
  request.on('end', () => {
    const outcome = exchange.finish(format, (body) => inflate(body, compression, maxBodyBytes));
    if (outcome !== undefined) reply(outcome, exchange.isLast);
  });
  request.on('close', () => {
    // Without effect once the body was whole.
    exchange.refuse({ kind: 'interrupted', message: 'the connection ended before the request was whole' });
  });
}

/** Why the headers alone are reason to refuse. */
function refusalOf(
  request: IncomingMessage,
  format: SpanFormat | undefined,
  exchange: Exchange,
): Refusal | undefined {
  const { method, headers } = request;
  if (method !== 'POST') return exchange.refuse({ kind: 'wrongMethod', message: `${method} is not POST` });
  if (format === undefined) {
    const type = headers['content-type'] ?? 'no content type';
    return exchange.refuse({
      kind: 'unsupported',
      message: `${type}: expected application/x-protobuf or application/json`,
    });
  }
  const encoding = headers['content-encoding'];
  if (compressionOf(encoding) === undefined) {
    return exchange.refuse({
      kind: 'unsupported',
      message: `content encoding ${encoding}: expected gzip or deflate`,
    });
  }
  const length = headers['content-length'];
  return exchange.admit(length === undefined ? undefined : Number(length));
}

interface Target {
  /** Undefined in a path that has none, such as `/v1/traces`. */
  readonly token: string | undefined;
  readonly signal: 'traces' | 'other' | undefined;
}

/** `/TOKEN/v1/traces`; repeated slashes come from endpoints that end in one. */
function targetOf(url: string): Target {
  const [path = ''] = url.split('?', 1);
  const parts = path.split('/').filter((part) => part !== '');
  const signal = signalOf(parts.slice(-2).join('/'));
  const before = signal === undefined ? parts : parts.slice(0, -2);
  return { token: before.length === 0 ? undefined : before.join('/'), signal };
}

function signalOf(path: string): Target['signal'] {
  if (path === 'v1/traces') return 'traces';
  return path === 'v1/metrics' || path === 'v1/logs' ? 'other' : undefined;
}

function unknownPath(url: string, endpoint: Endpoint | undefined): Refusal {
  const message =
    endpoint === undefined
      ? `no scenario is received at ${url}`
      : `${url} is the base of an endpoint; traces go to /v1/traces below it`;
  return { kind: 'unknown', message };
}

function formatOf(contentType: string | undefined): SpanFormat | undefined {
  switch (contentType?.split(';', 1)[0]?.trim().toLowerCase()) {
    case 'application/x-protobuf':
      return 'protobuf';
    case 'application/json':
      return 'json';
    default:
      return undefined;
  }
}

/** Reads on and forgets, so that a sender still writing gets to read the answer; but not for ever. */
function drain(request: IncomingMessage, maxBytes: number): void {
  let bytes = 0;
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > maxBytes) request.destroy();
  });
}

interface Answer {
  readonly outcome: ExportOutcome;
  /** Of the request, and so of the answer; JSON when the request's was neither. */
  readonly format: SpanFormat | undefined;
  /** Ends the connection after this answer. */
  readonly last: boolean;
}

function answer(response: ServerResponse, { outcome, format, last }: Answer): void {
  if (response.destroyed || response.headersSent) return;
  const protobuf = format === 'protobuf';
  response.setHeader('content-type', protobuf ? 'application/x-protobuf' : 'application/json');
  if (last) response.setHeader('connection', 'close');
  if (outcome.kind === 'accepted') {
    response.end(protobuf ? responseMessage(outcome) : responseJson(outcome));
    return;
  }
  const retryAfter = retryAfterOf[outcome.kind];
  if (retryAfter !== undefined) response.setHeader('retry-after', String(retryAfter));
  if (outcome.kind === 'wrongMethod') response.setHeader('allow', 'POST');
  response.statusCode = httpStatusOf[outcome.kind];
  response.end(protobuf ? statusMessage(outcome) : statusJson(outcome));
}
