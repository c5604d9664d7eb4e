import type { IncomingHttpHeaders, ServerHttp2Session, ServerHttp2Stream } from 'node:http2';
import { responseMessage } from './answer.ts';
import { TOKEN_HEADER } from './environment.ts';
import type { Exchange, Unwrap } from './exchange.ts';
import { compressionOf, inflate } from './inflate.ts';
import type { Intake } from './intake.ts';
import { type Listener, type ListenOptions, listening } from './listen.ts';
import { type ExportOutcome, grpcStatusOf, type Refusal } from './outcome.ts';

/** Compressed flag and length, before the message. */
const PREFIX_BYTES = 5;
/** Bytes a sender may have under way on one connection; HTTP/2's default of 64 KiB stalls every batch of 512 spans. */
const WINDOW_BYTES = 1024 * 1024;

/**
 * OTLP/gRPC without TLS: unary calls on node:http2, messages with a length prefix, status in trailers. That is all
 * exporters need, at half the cost of a general implementation. Source: grpc/grpc doc/PROTOCOL-HTTP2.md and
 * doc/compression.md; OTLP specification, "OTLP/gRPC".
 */
export async function listenGrpc(intake: Intake, options: ListenOptions): Promise<Listener> {
  // Loaded here: node:http2 costs 14 to 20 ms, and most runs never need it.
  const http2 = process.getBuiltinModule('node:http2');
  const server = http2.createServer({
    settings: { maxConcurrentStreams: 128, initialWindowSize: WINDOW_BYTES },
  });
  const sessions = new Set<ServerHttp2Session>();
  server.on('session', (session) => {
    sessions.add(session);
    session.setLocalWindowSize(WINDOW_BYTES);
    session.on('close', () => sessions.delete(session));
    // A peer that vanishes or speaks nonsense ends its own session, never the process.
    session.on('error', () => session.destroy());
  });
  server.on('stream', (stream, headers) => serve(stream, headers, intake));
  const url = await listening(server, options);
  return {
    url,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const session of sessions) session.destroy();
      }),
  };
}

function serve(stream: ServerHttp2Stream, headers: IncomingHttpHeaders, intake: Intake): void {
  // A sender that resets its call is seen by `close`; its error says no more.
  stream.on('error', () => undefined);
  const endpoint = intake.find(tokenOf(headers));
  const signal = signalOf(headers[':path']);
  const refusal = endpoint === undefined ? unknownScope() : refusalOf(headers);
  if (endpoint === undefined || refusal !== undefined) {
    if (refusal !== undefined) endpoint?.scope.refused(refusal, endpoint.sender);
    stream.resume();
    answer(stream, refusal ?? unknownScope());
    return;
  }
  const maxBytes = intake.limits.maxGrpcMessageBytes;
  const exchange = intake.begin(endpoint, signal ?? 'other', maxBytes + PREFIX_BYTES);
  const busy = exchange.admit(undefined);
  if (busy !== undefined) {
    stream.resume();
    answer(stream, busy);
    return;
  }
  receive(stream, exchange, unframe(headers, maxBytes), intake.limits.requestTimeoutMs);
}

function receive(stream: ServerHttp2Stream, exchange: Exchange, unwrap: Unwrap, timeoutMs: number): void {
  // Without effect once the message was whole.
  const interrupted = (): void => {
    exchange.refuse({ kind: 'interrupted', message: 'the call ended before its message was whole' });
  };
  const timer = setTimeout(() => {
    interrupted();
    stream.close();
  }, timeoutMs);
  stream.on('data', (chunk: Buffer) => {
    // What comes after a refusal is read and forgotten: ending the stream early could hide the status from the sender.
    const refusal = exchange.take(chunk);
    if (refusal !== undefined) answer(stream, refusal);
  });
  stream.on('end', () => {
    // A call that the sender gave up ends like any other.
    if (stream.aborted) interrupted();
    const outcome = exchange.finish('protobuf', unwrap);
    if (outcome !== undefined) answer(stream, outcome);
    if (exchange.isLast) stream.session?.close();
  });
  stream.on('close', () => {
    clearTimeout(timer);
    interrupted();
  });
}

function tokenOf(headers: IncomingHttpHeaders): string | undefined {
  const token = headers[TOKEN_HEADER];
  return Array.isArray(token) ? token[0] : token;
}

function signalOf(path: string | undefined): 'traces' | 'other' | undefined {
  switch (path) {
    case '/opentelemetry.proto.collector.trace.v1.TraceService/Export':
      return 'traces';
    case '/opentelemetry.proto.collector.metrics.v1.MetricsService/Export':
    case '/opentelemetry.proto.collector.logs.v1.LogsService/Export':
      return 'other';
    default:
      return undefined;
  }
}

function unknownScope(): Refusal {
  return { kind: 'unknown', message: `no scenario has this ${TOKEN_HEADER}` };
}

/** Why the headers alone are reason to refuse. */
function refusalOf(headers: IncomingHttpHeaders): Refusal | undefined {
  const type = String(headers['content-type'] ?? 'no content type');
  if (!type.startsWith('application/grpc'))
    return { kind: 'unsupported', message: `${type}: expected application/grpc` };
  const path = headers[':path'];
  if (signalOf(path) === undefined)
    return { kind: 'unsupported', message: `${path} is not a method of this server` };
  const encoding = String(headers['grpc-encoding'] ?? 'identity');
  if (compressionOf(encoding) !== undefined) return undefined;
  return { kind: 'unsupported', message: `grpc-encoding ${encoding}: expected gzip or deflate` };
}

/** Takes the one message of a unary call out of its prefix and decompresses it. */
function unframe(headers: IncomingHttpHeaders, maxBytes: number): Unwrap {
  const compression = compressionOf(String(headers['grpc-encoding'] ?? 'identity')) ?? 'identity';
  return (body) => {
    if (body.length < PREFIX_BYTES || body.readUInt32BE(1) !== body.length - PREFIX_BYTES) {
      return { kind: 'malformed', message: 'the message does not have the length its prefix states' };
    }
    const message = body.subarray(PREFIX_BYTES);
    if (body[0] === 0) return message;
    if (compression !== 'identity') return inflate(message, compression, maxBytes);
    return { kind: 'malformed', message: 'the message is marked compressed, but no grpc-encoding was given' };
  };
}

function answer(stream: ServerHttp2Stream, outcome: ExportOutcome): void {
  if (stream.destroyed || stream.closed || stream.headersSent) return;
  const headers = {
    ':status': 200,
    'content-type': 'application/grpc',
    'grpc-accept-encoding': 'identity,gzip,deflate',
  };
  if (outcome.kind !== 'accepted') {
    // Trailers-Only. The message is percent-encoded, as the protocol asks for text beyond printable ASCII.
    const status = {
      'grpc-status': String(grpcStatusOf[outcome.kind]),
      'grpc-message': encodeURI(outcome.message),
    };
    stream.respond({ ...headers, ...status }, { endStream: true });
    return;
  }
  stream.respond(headers, { waitForTrailers: true });
  stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
  const message = responseMessage(outcome);
  const prefix = Buffer.alloc(PREFIX_BYTES);
  prefix.writeUInt32BE(message.length, 1);
  stream.end(Buffer.concat([prefix, message]));
}
