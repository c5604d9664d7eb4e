import { type Agent, type IncomingHttpHeaders, request } from 'node:http';
import { connect, type IncomingHttpHeaders as Http2Headers } from 'node:http2';
import { TOKEN_HEADER } from './environment.ts';

export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** Tells connections apart. */
  readonly localPort: number | undefined;
}

export interface Post {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer | string;
  readonly agent?: Agent;
}

export const PROTOBUF = 'application/x-protobuf';
export const JSON_TYPE = 'application/json';

/** Sends one request and reads its answer. Rejects when the connection ends without one. */
export function post(url: string, { method = 'POST', headers = {}, body = '', agent }: Post): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const length = headers['transfer-encoding'] ? {} : { 'content-length': String(Buffer.byteLength(body)) };
    const options = { method, headers: { ...length, ...headers }, ...(agent ? { agent } : {}) };
    const sent = request(url, options, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks),
          localPort: sent.socket?.localPort,
        }),
      );
      response.on('error', reject);
    });
    sent.on('error', reject).end(body);
  });
}

/** A request whose body is begun and not ended, until told so. */
export function begin(url: string, headers: Readonly<Record<string, string>>, part: Buffer) {
  const sent = request(url, { method: 'POST', headers });
  const answered = new Promise<number>((resolve) => {
    sent.on('response', (response) => resolve(response.resume().statusCode ?? 0));
  });
  const closed = new Promise<void>((resolve) => {
    sent.on('close', resolve);
  });
  sent.on('error', () => undefined);
  sent.write(part);
  return { answered, closed, end: (rest?: Buffer) => sent.end(rest), destroy: () => sent.destroy() };
}

export interface GrpcReply {
  readonly status: number;
  readonly reason: string;
  /** With its prefix. */
  readonly message: Buffer;
}

export interface GrpcCall {
  readonly token?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** With its prefix; see {@link framed}. */
  readonly body: Buffer;
}

export const EXPORT = '/opentelemetry.proto.collector.trace.v1.TraceService/Export';

/** Makes one call on a connection of its own. */
export function call(
  url: string,
  { token, path = EXPORT, headers = {}, body }: GrpcCall,
): Promise<GrpcReply> {
  return new Promise((resolve, reject) => {
    const session = connect(url);
    session.on('error', reject);
    const stream = session.request({
      ':method': 'POST',
      ':path': path,
      'content-type': 'application/grpc',
      te: 'trailers',
      ...(token === undefined ? {} : { [TOKEN_HEADER]: token }),
      ...headers,
    });
    const chunks: Buffer[] = [];
    let last: Http2Headers = {};
    stream.on('response', (given) => {
      last = { ...last, ...given };
    });
    stream.on('trailers', (given) => {
      last = { ...last, ...given };
    });
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.on('error', reject);
    stream.on('close', () => {
      session.close();
      const reason = decodeURI(String(last['grpc-message'] ?? ''));
      resolve({ status: Number(last['grpc-status']), reason, message: Buffer.concat(chunks) });
    });
    stream.end(body);
  });
}

/** A message with gRPC's prefix: the compressed flag and the length. */
export function framed(message: Buffer, compressed = false): Buffer {
  const prefix = Buffer.alloc(5);
  prefix[0] = compressed ? 1 : 0;
  prefix.writeUInt32BE(message.length, 1);
  return Buffer.concat([prefix, message]);
}

/** Resolves once this holds of the scope; looks again after every change. */
export function until(
  scope: { onChange(listener: () => void): () => void },
  holds: () => boolean,
): Promise<void> {
  return new Promise((resolve) => {
    const stop = scope.onChange(() => look());
    const look = (): void => {
      if (!holds()) return;
      stop();
      resolve();
    };
    look();
  });
}
