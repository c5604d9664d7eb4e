/**
 * Sends batches of spans as fast as they are answered; started by receiver.ts as a process of its own.
 *
 *     node receiver-load.ts http|grpc URL TOKEN BATCHES
 *
 * Every batch has 512 spans of one trace with 8 attributes each, and ids no other batch has. Prints the bytes of a batch.
 */
import { Agent, request } from 'node:http';
import { connect } from 'node:http2';
import { numbered, template } from './otlp-batch.ts';

const CONCURRENT = 4;
const [protocol, url = '', token = '', batches] = process.argv.slice(2);

const agent = new Agent({ keepAlive: true, maxSockets: CONCURRENT });
const sendHttp = (number: number): Promise<void> =>
  new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/x-protobuf' };
    const sent = request(`${url}/v1/traces`, { method: 'POST', agent, headers }, (response) => {
      response
        .resume()
        .on('end', () => (response.statusCode === 200 ? resolve() : reject(response.statusCode)));
    });
    sent.on('error', reject).end(numbered(number));
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
    const body = numbered(number, 5);
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
