import { Agent } from 'node:http';
import { deflateSync, gzipSync } from 'node:zlib';
import { fromBinary } from '@bufbuild/protobuf';
import { afterEach, describe, expect, test } from 'vitest';
import { begin, JSON_TYPE, PROTOBUF, post, until } from '../../test/fixtures/otlp/client.ts';
import { ExportTraceServiceResponseSchema } from '../../test/fixtures/otlp/generated/opentelemetry/proto/collector/trace/v1/trace_service_pb.js';
import { encodeRequest, family, plainSpan } from '../../test/fixtures/otlp/request.ts';
import { printTree, type Span, toOtlpJson, traceDigest } from '../trace/index.ts';
import type { Receiver, ReceiverLimits, TelemetryScope } from './contract.ts';
import { createReceiver } from './receiver.ts';

let receiver: Receiver | undefined;

async function open(
  limits: Partial<ReceiverLimits> = {},
): Promise<TelemetryScope & { readonly traces: string }> {
  receiver = await createReceiver({ limits });
  const scope = await receiver.openScope({ runId: 'r', scenarioId: 's', grpc: false });
  return { ...scope, traces: `${scope.httpUrl}/v1/traces` };
}

afterEach(async () => {
  await receiver?.close();
  receiver = undefined;
});

const protobuf = { 'content-type': PROTOBUF };
const json = { 'content-type': JSON_TYPE };
const body = encodeRequest(family(3));
const text = JSON.stringify(toOtlpJson(family(3)));
const MiB = 1024 * 1024;

describe('an export', () => {
  test.each([
    ['protobuf', protobuf, body],
    ['protobuf, gzip', { ...protobuf, 'content-encoding': 'gzip' }, gzipSync(body)],
    ['protobuf, deflate', { ...protobuf, 'content-encoding': 'deflate' }, deflateSync(body)],
    ['JSON', { 'content-type': 'Application/JSON; charset=utf-8' }, text],
    ['JSON, gzip', { ...json, 'content-encoding': 'gzip' }, gzipSync(text)],
  ])('in %s is stored and answered in kind', async (_form, headers, sent) => {
    const scope = await open();
    const reply = await post(scope.traces, { headers, body: sent });
    expect(reply.status).toBe(200);
    const isJson = headers['content-type'] !== PROTOBUF;
    expect(reply.headers['content-type']).toBe(isJson ? JSON_TYPE : PROTOBUF);
    expect(reply.body.toString()).toBe(isJson ? '{}' : '');
    expect(scope.trace().spans.map(plainSpan)).toEqual(family(3));
    expect(scope.stats()).toMatchObject({ requests: 1, spans: 3, open: 0, malformed: 0, missingParents: 0 });
  });

  test('in chunks, over a connection that stays open', async () => {
    const scope = await open();
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const headers = { ...protobuf, 'transfer-encoding': 'chunked' };
    const first = await post(scope.traces, { headers, body, agent });
    const second = await post(scope.traces, { headers: protobuf, body, agent });
    agent.destroy();
    expect([first.status, second.status]).toEqual([200, 200]);
    expect(second.localPort).toBe(first.localPort);
    expect(scope.stats()).toMatchObject({ requests: 2, spans: 3, duplicates: 3 });
  });

  test('with spans whose ids are invalid succeeds in part', async () => {
    const scope = await open();
    const [root, child, other] = family(3);
    if (!root || !child || !other) throw new Error('a family of three');
    const bad: Span[] = [root, { ...child, traceId: '0'.repeat(32) }, { ...other, spanId: 'abcd' }];
    const inProtobuf = await post(scope.traces, { headers: protobuf, body: encodeRequest(bad) });
    const { partialSuccess } = fromBinary(ExportTraceServiceResponseSchema, inProtobuf.body);
    expect(partialSuccess).toMatchObject({ rejectedSpans: 2n });
    expect(partialSuccess?.errorMessage).toContain('2 spans');
    const inJson = await post(scope.traces, { headers: json, body: JSON.stringify(toOtlpJson(bad)) });
    expect(JSON.parse(inJson.body.toString())).toMatchObject({ partialSuccess: { rejectedSpans: '2' } });
    expect(scope.stats()).toMatchObject({ spans: 1, rejected: 4, duplicates: 1 });
  });

  test('of metrics or logs is accepted and ignored, whatever is in it', async () => {
    const scope = await open({ maxOpenBytes: 10 });
    for (const signal of ['metrics', 'logs']) {
      const reply = await post(`${scope.httpUrl}/v1/${signal}`, {
        headers: protobuf,
        body: Buffer.alloc(100_000, 7),
      });
      expect(reply).toMatchObject({ status: 200, body: Buffer.alloc(0) });
    }
    const tooLarge = { headers: protobuf, body: Buffer.alloc(21 * MiB) };
    expect((await post(`${scope.httpUrl}/v1/metrics`, tooLarge)).status).toBe(413);
    expect(scope.stats()).toMatchObject({ requests: 0, ignored: 3, spans: 0, malformed: 0, open: 0 });
  });

  test('keeps 64 KiB attributes, and shows bytes that are no UTF-8 as such', async () => {
    const scope = await open();
    const [root] = family(1);
    if (!root) throw new Error('a family of one');
    const long = 'x'.repeat(64 * 1024);
    const sent = encodeRequest([{ ...root, name: 'na@e', attributes: new Map([['long', long]]) }]);
    sent[sent.indexOf('na@e') + 2] = 0xff;
    expect((await post(scope.traces, { headers: protobuf, body: sent })).status).toBe(200);
    const [span] = scope.trace().spans;
    expect(span?.name).toBe('na\ufffde');
    expect(span?.attributes.get('long')).toBe(long);
  });

  test('of a chain of 10,000 spans, a parent cycle and repeated spans is an ordinary trace', async () => {
    const scope = await open();
    const chain = family(10_000).map((span, index, all) => ({
      ...span,
      parentSpanId: all[index - 1]?.spanId,
    }));
    const circle = family(2, 'b2'.repeat(16)).map((span, index, all) => ({
      ...span,
      parentSpanId: all[1 - index]?.spanId,
    }));
    for (const spans of [chain, circle, chain.slice(0, 100)]) {
      expect((await post(scope.traces, { headers: protobuf, body: encodeRequest(spans) })).status).toBe(200);
    }
    expect(scope.stats()).toMatchObject({ spans: 10_002, duplicates: 100, missingParents: 0 });
    expect(traceDigest(scope.trace())).toMatch(/^[0-9a-f]{64}$/);
    expect(printTree(scope.trace())).toContain('its own ancestor');
  });
});

describe('a bad request', () => {
  const huge = Buffer.alloc(20 * MiB + 1);
  const deep = `${'{"arrayValue":{"values":['.repeat(200)}${']}}'.repeat(200)}`;
  const nested = `{"resourceSpans":[{"resource":{"attributes":[{"key":"k","value":${deep}}]}}]}`;
  const gzipped = { ...protobuf, 'content-encoding': 'gzip' };
  test.each([
    ['gzip that is cut short', 400, gzipped, gzipSync(body).subarray(0, -9)],
    ['gzip that is none', 400, gzipped, body],
    ['protobuf that is cut short', 400, protobuf, body.subarray(0, -3)],
    ['protobuf that is none', 400, protobuf, Buffer.from('hello, this is no protobuf')],
    ['JSON that is cut short', 400, json, text.slice(0, -3)],
    ['JSON of another kind', 400, json, '{"resourceSpans": 3}'],
    ['attributes nested too deep', 400, json, nested],
    ['a gzip bomb of 1:1000', 413, gzipped, gzipSync(Buffer.alloc(100 * MiB))],
    ['20 MiB and a byte', 413, protobuf, huge],
    ['20 MiB and a byte after decompression', 413, gzipped, gzipSync(huge)],
    ['another content type', 415, { 'content-type': 'text/plain' }, body],
    ['no content type', 415, {}, body],
    ['another compression', 415, { ...protobuf, 'content-encoding': 'br' }, body],
  ])(
    'with %s is answered %i, and the next one is taken',
    async (_what, status, headers: Record<string, string>, sent) => {
      const scope = await open();
      const reply = await post(scope.traces, { headers, body: sent });
      expect(reply.status).toBe(status);
      expect(scope.stats()).toMatchObject({ malformed: 1, open: 0, spans: 0 });
      expect(scope.stats().problems).toHaveLength(1);
      expect((await post(scope.traces, { headers: protobuf, body })).status).toBe(200);
    },
  );

  test('is told why, as google.rpc.Status in its own encoding', async () => {
    const scope = await open();
    const inJson = await post(scope.traces, { headers: json, body: '{' });
    expect(JSON.parse(inJson.body.toString())).toEqual({
      code: 3,
      message: expect.stringContaining('not a trace export'),
    });
    const inProtobuf = await post(scope.traces, { headers: protobuf, body: Buffer.of(0x0a, 0x05) });
    expect(inProtobuf.headers['content-type']).toBe(PROTOBUF);
    // Field 1 is the code as a varint, field 2 the message with its length.
    expect([...inProtobuf.body.subarray(0, 3)]).toEqual([0x08, 3, 0x12]);
    expect(inProtobuf.body.subarray(4).toString()).toContain('a field of 5 bytes where 0 are left');
  });

  test('with another method is answered 405, with what is allowed', async () => {
    const scope = await open();
    const reply = await post(scope.traces, { method: 'PUT', headers: protobuf, body });
    expect(reply).toMatchObject({ status: 405, headers: { allow: 'POST' } });
  });

  test('to nobody is answered 404 and claimed by nobody', async () => {
    const scope = await open();
    for (const path of ['/v1/traces', '/', '/nobody/v1/traces', '/a/b/c/v1/traces']) {
      const reply = await post(`${receiver?.httpUrl}${path}`, { headers: protobuf, body });
      expect(reply.status).toBe(404);
    }
    expect(receiver?.unclaimed).toBe(4);
    expect(scope.stats()).toMatchObject({ requests: 0, malformed: 0 });
  });

  test('to the base of an endpoint is answered 404 and noted for its scenario', async () => {
    const scope = await open();
    expect((await post(scope.httpUrl, { headers: protobuf, body })).status).toBe(404);
    expect(scope.stats().problems[0]?.message).toContain('traces go to /v1/traces below it');
  });

  test('with a body that never ends costs no more than the limit', async () => {
    const scope = await open({ maxBodyBytes: MiB });
    const chunked = { ...protobuf, 'transfer-encoding': 'chunked' };
    const endless = begin(scope.traces, chunked, Buffer.alloc(MiB + 1));
    expect(await endless.answered).toBe(413);
    endless.destroy();
    expect(scope.stats()).toMatchObject({ open: 0, malformed: 1 });
  });

  test('many times over leaves memory bounded', async () => {
    const scope = await open();
    const bomb = gzipSync(Buffer.alloc(100 * MiB));
    const send = () => post(scope.traces, { headers: gzipped, body: bomb });
    await send();
    const before = process.memoryUsage().rss;
    await Promise.all(Array.from({ length: 20 }, send));
    // Held whole they would take 2,000 MiB, and 400 MiB up to the limit of each.
    expect(process.memoryUsage().rss - before).toBeLessThan(200 * MiB);
    expect(scope.stats()).toMatchObject({ malformed: 21, open: 0 });
  });
});

describe('bounds', () => {
  test('more requests at once than allowed are asked to come again', async () => {
    const scope = await open({ maxOpenRequests: 1 });
    const first = begin(scope.traces, protobuf, body.subarray(0, 5));
    await until(scope, () => scope.stats().open === 1);
    const second = await post(scope.traces, { headers: protobuf, body });
    expect(second).toMatchObject({ status: 429, headers: { 'retry-after': '1' } });
    first.end(body.subarray(5));
    expect(await first.answered).toBe(200);
    expect((await post(scope.traces, { headers: protobuf, body })).status).toBe(200);
    expect(scope.stats()).toMatchObject({ throttled: 1, malformed: 0, spans: 3, open: 0 });
  });

  test('more unfinished bytes than allowed too', async () => {
    const scope = await open({ maxOpenBytes: body.length + 5 });
    const first = begin(scope.traces, protobuf, body.subarray(0, 100));
    await until(scope, () => scope.stats().open === 1);
    expect((await post(scope.traces, { headers: protobuf, body })).status).toBe(429);
    first.end(body.subarray(100));
    expect(await first.answered).toBe(200);
    expect((await post(scope.traces, { headers: protobuf, body })).status).toBe(200);
  });

  test('a full store takes nothing of a request that does not fit, names the limit, and tells senders to give up', async () => {
    const scope = await open({ maxSpansPerScope: 5 });
    await post(scope.traces, { headers: protobuf, body });
    const more = encodeRequest(family(3, 'c3'.repeat(16)));
    const reply = await post(scope.traces, { headers: protobuf, body: more });
    // Longer than the 10 s for which OTLP exporters try.
    expect(reply).toMatchObject({ status: 503, headers: { 'retry-after': '60' } });
    expect(scope.stats()).toMatchObject({ spans: 3, dropped: 3, limit: '5 spans for one scenario' });
  });

  test('a sender that drips is cut off', async () => {
    const scope = await open({ requestTimeoutMs: 50 });
    const slow = begin(scope.traces, protobuf, body.subarray(0, 5));
    await slow.closed;
    await until(scope, () => scope.stats().open === 0);
    expect(scope.stats().problems[0]?.message).toContain('before the request was whole');
  });

  test('a sender that goes away in the middle leaves nothing open', async () => {
    const scope = await open();
    const gone = begin(scope.traces, protobuf, body.subarray(0, 5));
    await until(scope, () => scope.stats().open === 1);
    gone.destroy();
    await until(scope, () => scope.stats().open === 0);
    expect(scope.stats()).toMatchObject({ spans: 0, malformed: 1 });
  });
});
