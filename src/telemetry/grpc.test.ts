import { once } from 'node:events';
import { type ClientHttp2Stream, connect } from 'node:http2';
import { gzipSync } from 'node:zlib';
import { fromBinary } from '@bufbuild/protobuf';
import { afterEach, describe, expect, test } from 'vitest';
import { begin, call, EXPORT, framed, PROTOBUF, until } from '../../test/fixtures/otlp/client.ts';
import { ExportTraceServiceResponseSchema } from '../../test/fixtures/otlp/generated/opentelemetry/proto/collector/trace/v1/trace_service_pb.js';
import { encodeRequest, family, plainSpan } from '../../test/fixtures/otlp/request.ts';
import type { Receiver, ReceiverLimits } from './contract.ts';
import { TOKEN_HEADER } from './environment.ts';
import { createReceiver } from './receiver.ts';

let receiver: Receiver | undefined;

async function open(limits: Partial<ReceiverLimits> = {}) {
  receiver = await createReceiver({ limits });
  const scope = await receiver.openScope({ runId: 'r', scenarioId: 's', grpc: true });
  const sender = { sender: 'api', protocol: 'grpc' as const, traceparent: '', resource: {} };
  const token = scope.environment(sender).OTEL_EXPORTER_OTLP_HEADERS?.replace(`${TOKEN_HEADER}=`, '') ?? '';
  return { scope, url: scope.grpcUrl ?? '', token };
}

afterEach(async () => {
  await receiver?.close();
  receiver = undefined;
});

const request = encodeRequest(family(3));
const MiB = 1024 * 1024;

describe('a call', () => {
  test.each([
    ['as it is', {}, framed(request)],
    ['gzip', { 'grpc-encoding': 'gzip' }, framed(gzipSync(request), true)],
    ['not compressed although it might be', { 'grpc-encoding': 'gzip' }, framed(request)],
  ])('%s is stored', async (_form, headers, body) => {
    const { scope, url, token } = await open();
    expect(await call(url, { token, headers, body })).toMatchObject({
      status: 0,
      message: framed(Buffer.alloc(0)),
    });
    expect(scope.trace().spans.map(plainSpan)).toEqual(family(3));
    expect(scope.stats()).toMatchObject({ requests: 1, spans: 3, open: 0, bySender: new Map([['api', 3]]) });
  });

  test('with invalid ids succeeds in part', async () => {
    const { scope, url, token } = await open();
    const bad = encodeRequest(family(2).map((span) => ({ ...span, traceId: 'ff' })));
    const { status, message } = await call(url, { token, body: framed(bad) });
    expect(status).toBe(0);
    const { partialSuccess } = fromBinary(ExportTraceServiceResponseSchema, message.subarray(5));
    expect(partialSuccess).toMatchObject({ rejectedSpans: 2n });
    expect(scope.stats()).toMatchObject({ spans: 0, rejected: 2 });
  });

  test.each(['metrics.v1.MetricsService', 'logs.v1.LogsService'])('to %s is ignored', async (service) => {
    const { scope, url, token } = await open();
    const path = `/opentelemetry.proto.collector.${service}/Export`;
    expect((await call(url, { token, path, body: framed(Buffer.from('whatever')) })).status).toBe(0);
    expect(scope.stats()).toMatchObject({ ignored: 1, requests: 0, malformed: 0 });
  });
});

describe('a bad call', () => {
  const gzip = { 'grpc-encoding': 'gzip' };
  test.each([
    ['protobuf that is none', 3, {}, framed(Buffer.from('hello, this is no protobuf'))],
    ['gzip that is cut short', 3, gzip, framed(gzipSync(request).subarray(0, -9), true)],
    ['a prefix that lies', 3, {}, framed(request).subarray(0, -1)],
    ['no prefix', 3, {}, Buffer.alloc(0)],
    ['compression it does not name', 3, {}, framed(gzipSync(request), true)],
    ['4 MiB and a byte', 8, {}, framed(Buffer.alloc(4 * MiB + 1))],
    ['a gzip bomb', 8, gzip, framed(gzipSync(Buffer.alloc(100 * MiB)), true)],
    ['another compression', 12, { 'grpc-encoding': 'snappy' }, framed(request)],
    ['another content type', 12, { 'content-type': 'application/json' }, framed(request)],
  ])(
    'with %s ends with status %i, and the next one is taken',
    async (_what, status, headers: Record<string, string>, body) => {
      const { scope, url, token } = await open();
      const reply = await call(url, { token, headers, body });
      expect(reply.status).toBe(status);
      expect(scope.stats()).toMatchObject({ malformed: 1, open: 0, spans: 0 });
      expect(scope.stats().problems).toEqual([{ sender: 'api', message: reply.reason }]);
      expect((await call(url, { token, body: framed(request) })).status).toBe(0);
    },
  );

  test('to another method is unimplemented', async () => {
    const { url, token } = await open();
    expect((await call(url, { token, path: `${EXPORT}All`, body: framed(request) })).status).toBe(12);
  });

  test('of nobody knows whom is claimed by nobody', async () => {
    const { scope, url } = await open();
    const guesses: Record<string, string>[] = [{}, { [TOKEN_HEADER]: 'guess' }];
    for (const headers of guesses) {
      expect((await call(url, { headers, body: framed(request) })).status).toBe(5);
    }
    expect(receiver?.unclaimed).toBe(2);
    expect(scope.stats()).toMatchObject({ requests: 0, malformed: 0 });
  });

  test('beyond what the store takes is refused for good', async () => {
    const { scope, url, token } = await open({ maxSpansPerScope: 2 });
    const reply = await call(url, { token, body: framed(request) });
    expect(reply).toMatchObject({ status: 8, reason: expect.stringContaining('2 spans for one scenario') });
    expect(scope.stats()).toMatchObject({ spans: 0, dropped: 3, limit: '2 spans for one scenario' });
  });

  test('beyond what is read at once may come again', async () => {
    const { scope, url, token } = await open({ maxOpenRequests: 1 });
    const first = begin(`${scope.httpUrl}/v1/traces`, { 'content-type': PROTOBUF }, request.subarray(0, 5));
    await until(scope, () => scope.stats().open === 1);
    expect((await call(url, { token, body: framed(request) })).status).toBe(14);
    first.end(request.subarray(5));
    expect(await first.answered).toBe(200);
    expect((await call(url, { token, body: framed(request) })).status).toBe(0);
  });

  test.each([
    ['drips', (_stream: ClientHttp2Stream) => undefined],
    ['is given up', (stream: ClientHttp2Stream) => stream.destroy()],
    ['loses its connection', (stream: ClientHttp2Stream) => stream.session?.destroy()],
  ])('that %s leaves nothing open', async (_what, interrupt) => {
    const { scope, url, token } = await open({ requestTimeoutMs: 200 });
    const session = connect(url).on('error', () => undefined);
    const headers = {
      ':method': 'POST',
      ':path': EXPORT,
      'content-type': 'application/grpc',
      [TOKEN_HEADER]: token,
    };
    const stream = session.request(headers).on('error', () => undefined);
    const closed = once(stream, 'close');
    stream.write(framed(request).subarray(0, 9));
    await until(scope, () => scope.stats().open === 1);
    interrupt(stream);
    await closed;
    session.close();
    await until(scope, () => scope.stats().open === 0);
    expect(scope.stats()).toMatchObject({ spans: 0, malformed: 1 });
    expect(scope.stats().problems[0]?.message).toContain('before its message was whole');
  });
});
