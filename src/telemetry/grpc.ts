import type { Http2Server, IncomingHttpHeaders, ServerHttp2Session, ServerHttp2Stream } from 'node:http2';
import type { AddressInfo } from 'node:net';

/** gRPC status codes this server answers with. Source: grpc/grpc doc/statuscodes.md. */
export const GRPC_STATUS = {
  ok: 0,
  invalidArgument: 3,
  notFound: 5,
  resourceExhausted: 8,
  unimplemented: 12,
  internal: 13,
  unavailable: 14,
} as const;

export interface GrpcCall {
  /** `/package.Service/Method`. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** The one request message, decompressed. */
  readonly message: Uint8Array;
}

export type GrpcAnswer =
  | { readonly status: 0; readonly message: Uint8Array }
  | { readonly status: Exclude<(typeof GRPC_STATUS)[keyof typeof GRPC_STATUS], 0>; readonly reason: string };

export interface GrpcServerOptions {
  /** Largest message, compressed and decompressed alike. */
  readonly maxMessageBytes: number;
  /** Answers one call; must not throw. */
  readonly answer: (call: GrpcCall) => GrpcAnswer;
  /** Called when a call begins and when it is over, so that open exports can be counted. */
  readonly opened: (headers: IncomingHttpHeaders) => () => void;
  /** A call refused before {@link answer} was asked: bad framing, too large, unsupported compression. */
  readonly refused: (headers: IncomingHttpHeaders, reason: string) => void;
}

export interface GrpcServer {
  /** `http://127.0.0.1:PORT`. */
  readonly url: string;
  close(): Promise<void>;
}

/** A call that sends nothing for so long is ended. */
const IDLE_MS = 30_000;
const PREFIX_BYTES = 5;

/**
 * Unary gRPC over HTTP/2 without TLS on a free loopback port: length-prefixed messages, identity or gzip compression,
 * status in trailers. Just what OTLP exporters need. Source: grpc/grpc doc/PROTOCOL-HTTP2.md, doc/compression.md.
 */
export async function startGrpcServer(options: GrpcServerOptions): Promise<GrpcServer> {
  // Loaded here: node:http2 costs 14 to 20 ms, and most runs never need it.
  const http2 = process.getBuiltinModule('node:http2');
  const server = http2.createServer({ settings: { maxConcurrentStreams: 256, maxHeaderListSize: 16_384 } });
  const sessions = new Set<ServerHttp2Session>();
  server.on('session', (session) => {
    sessions.add(session);
    session.on('close', () => sessions.delete(session));
    // A peer that vanishes or speaks nonsense ends its own session, never the process.
    session.on('error', () => session.destroy());
  });
  server.on('stream', (stream, headers) => serve(stream, headers, options));
  await listen(server);
  // A listening TCP server always has an AddressInfo.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const session of sessions) session.destroy();
      }),
  };
}

function listen(server: Http2Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function serve(stream: ServerHttp2Stream, headers: IncomingHttpHeaders, options: GrpcServerOptions): void {
  const closed = options.opened(headers);
  const chunks: Buffer[] = [];
  let received = 0;
  let refusal: { status: Exclude<GrpcAnswer['status'], 0>; reason: string } | undefined;
  stream.on('close', closed);
  stream.on('error', () => stream.destroy());
  stream.setTimeout(IDLE_MS, () => stream.destroy());
  stream.on('data', (chunk: Buffer) => {
    received += chunk.length;
    // What comes after a refusal is read and forgotten: resetting the stream early would hide the status from the sender.
    if (received > options.maxMessageBytes + PREFIX_BYTES) {
      refusal ??= tooLarge(options.maxMessageBytes);
      chunks.length = 0;
    } else {
      chunks.push(chunk);
    }
  });
  stream.on('end', () => {
    if (stream.destroyed) return;
    const message = refusal ?? unframe(Buffer.concat(chunks), headers, options.maxMessageBytes);
    if ('reason' in message) {
      options.refused(headers, message.reason);
      fail(stream, message);
      return;
    }
    const answer = options.answer({ path: headers[':path'] ?? '', headers, message: message.bytes });
    if (answer.status === 0) succeed(stream, answer.message);
    else fail(stream, answer);
  });
}

type Refusal = { readonly status: Exclude<GrpcAnswer['status'], 0>; readonly reason: string };

/** Takes the one message out of its five-byte prefix (compressed flag, length) and decompresses it. */
function unframe(
  body: Buffer,
  headers: IncomingHttpHeaders,
  maxBytes: number,
): { bytes: Uint8Array } | Refusal {
  if (!String(headers['content-type'] ?? '').startsWith('application/grpc')) {
    return { status: GRPC_STATUS.invalidArgument, reason: 'content-type is not application/grpc' };
  }
  if (body.length < PREFIX_BYTES || body.readUInt32BE(1) !== body.length - PREFIX_BYTES) {
    return {
      status: GRPC_STATUS.invalidArgument,
      reason: 'the message does not have the length its prefix states',
    };
  }
  const payload = body.subarray(PREFIX_BYTES);
  if (body[0] === 0) return { bytes: payload };
  if (headers['grpc-encoding'] !== 'gzip') {
    return {
      status: GRPC_STATUS.unimplemented,
      reason: `compression ${headers['grpc-encoding']} is not supported; gzip is`,
    };
  }
  return gunzip(payload, maxBytes);
}

function gunzip(payload: Buffer, maxBytes: number): { bytes: Uint8Array } | Refusal {
  try {
    // Bounded: a small payload cannot unfold beyond the limit.
    return {
      bytes: process.getBuiltinModule('node:zlib').gunzipSync(payload, { maxOutputLength: maxBytes }),
    };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') return tooLarge(maxBytes);
    return { status: GRPC_STATUS.invalidArgument, reason: 'the gzip data is damaged or cut short' };
  }
}

function tooLarge(maxBytes: number): Refusal {
  return { status: GRPC_STATUS.resourceExhausted, reason: `the message is larger than ${maxBytes} bytes` };
}

function succeed(stream: ServerHttp2Stream, message: Uint8Array): void {
  stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
  stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
  const prefix = Buffer.alloc(PREFIX_BYTES);
  prefix.writeUInt32BE(message.length, 1);
  stream.end(Buffer.concat([prefix, message]));
}

/** Trailers-Only response. The message is percent-encoded, as the protocol asks for text beyond printable ASCII. */
function fail(stream: ServerHttp2Stream, refusal: Refusal): void {
  stream.respond(
    {
      ':status': 200,
      'content-type': 'application/grpc',
      'grpc-status': String(refusal.status),
      'grpc-message': encodeURI(refusal.reason),
    },
    { endStream: true },
  );
}
