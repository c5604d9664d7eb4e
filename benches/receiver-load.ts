/**
 * Sends batches of spans as fast as they are answered; started by receiver.ts as a process of its own.
 *
 *     node receiver-load.ts http|grpc URL TOKEN BATCHES
 *
 * Every batch has 512 spans of one trace with 8 attributes each, and ids no other batch has. Prints the bytes of a batch.
 */
import { Agent, request } from 'node:http';
import { connect } from 'node:http2';
import { create, toBinary } from '@bufbuild/protobuf';
import { ExportTraceServiceRequestSchema } from '../test/fixtures/otlp/generated/opentelemetry/proto/collector/trace/v1/trace_service_pb.js';

const SPANS = 512;
const CONCURRENT = 4;
const [protocol, url = '', token = '', batches] = process.argv.slice(2);

const text = (key: string, value: string) => ({
  key,
  value: { value: { case: 'stringValue' as const, value } },
});
const int = (key: string, value: bigint) => ({ key, value: { value: { case: 'intValue' as const, value } } });

/** The last four bytes of every id are overwritten with the batch's number. */
const idOf = (length: number, number: number): Uint8Array => {
  const id = Buffer.alloc(length, 0xa5);
  id.writeUInt32BE(number + 1, 0);
  return new Uint8Array(id);
};
const template = Buffer.from(
  toBinary(
    ExportTraceServiceRequestSchema,
    create(ExportTraceServiceRequestSchema, {
      resourceSpans: [
        {
          resource: { attributes: [text('service.name', 'load'), text('telemetry.sdk.language', 'nodejs')] },
          scopeSpans: [
            {
              scope: { name: '@opentelemetry/instrumentation-http', version: '0.200.0' },
              spans: Array.from({ length: SPANS }, (_, number) => ({
                traceId: idOf(16, 0xfffffffe),
                spanId: idOf(8, number),
                parentSpanId: number === 0 ? new Uint8Array(0) : idOf(8, 0),
                name: `GET /items/${number % 20}`,
                kind: 2,
                startTimeUnixNano: 1_750_000_000_000_000_000n + BigInt(number),
                endTimeUnixNano: 1_750_000_000_001_000_000n + BigInt(number),
                attributes: [
                  text('http.request.method', 'GET'),
                  text('url.scheme', 'http'),
                  text('url.path', `/items/${number}`),
                  text('http.route', '/items/:id'),
                  text('server.address', '127.0.0.1'),
                  text('user_agent.original', 'load/1.0'),
                  int('server.port', 8080n),
                  int('http.response.status_code', 200n),
                ],
              })),
            },
          ],
        },
      ],
    }),
  ),
);
const places: number[] = [];
for (
  let at = template.indexOf(Buffer.alloc(4, 0xa5));
  at !== -1;
  at = template.indexOf(Buffer.alloc(4, 0xa5), at + 4)
) {
  places.push(at);
}

function batch(number: number, prefix: number): Buffer {
  const body = Buffer.alloc(prefix + template.length);
  template.copy(body, prefix);
  for (const at of places) body.writeUInt32BE(number + 1, prefix + at);
  return body;
}

const agent = new Agent({ keepAlive: true, maxSockets: CONCURRENT });
const sendHttp = (number: number): Promise<void> =>
  new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/x-protobuf' };
    const sent = request(`${url}/v1/traces`, { method: 'POST', agent, headers }, (response) => {
      response
        .resume()
        .on('end', () => (response.statusCode === 200 ? resolve() : reject(response.statusCode)));
    });
    sent.on('error', reject).end(batch(number, 0));
  });

const session = protocol === 'grpc' ? connect(url, { settings: { initialWindowSize: 1 << 20 } }) : undefined;
const sendGrpc = (number: number): Promise<void> =>
  new Promise((resolve, reject) => {
    const stream = session?.request({
      ':method': 'POST',
      ':path': '/opentelemetry.proto.collector.trace.v1.TraceService/Export',
      'content-type': 'application/grpc',
      te: 'trailers',
      'x-spanwright-scope': token,
    });
    const body = batch(number, 5);
    body.writeUInt32BE(template.length, 1);
    stream?.on('trailers', (trailers) => (trailers['grpc-status'] === '0' ? resolve() : reject(trailers)));
    stream?.on('error', reject).resume().end(body);
  });

const send = protocol === 'grpc' ? sendGrpc : sendHttp;
let next = 0;
await Promise.all(
  Array.from({ length: CONCURRENT }, async () => {
    while (next < Number(batches)) await send(next++);
  }),
);
session?.close();
agent.destroy();
console.log(template.length);
