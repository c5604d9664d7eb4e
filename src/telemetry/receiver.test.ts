import { afterEach, describe, expect, test } from 'vitest';
import { begin, call, framed, JSON_TYPE, PROTOBUF, post, until } from '../../test/fixtures/otlp/client.ts';
import { encodeRequest, family } from '../../test/fixtures/otlp/request.ts';
import { realHost } from '../host/index.ts';
import type { Receiver, ReceiverOptions, SenderOptions } from './contract.ts';
import { createReceiver } from './receiver.ts';
import { settle } from './settle.ts';

let receiver: Receiver | undefined;

async function start(options: ReceiverOptions = {}): Promise<Receiver> {
  receiver = await createReceiver(options);
  return receiver;
}

afterEach(async () => {
  await receiver?.close();
  receiver = undefined;
});

const headers = { 'content-type': PROTOBUF };
const scenario = { runId: 'r', scenarioId: 's', grpc: false };
const api: SenderOptions = { sender: 'api', protocol: 'http/protobuf', traceparent: '', resource: {} };
const export3 = { headers, body: encodeRequest(family(3)) };

describe('a receiver', () => {
  test('gives every scope and every sender an address of its own', async () => {
    const { openScope, httpUrl } = await start();
    const scopes = await Promise.all([openScope(scenario), openScope(scenario)]);
    const addresses = scopes.flatMap((scope) => [
      scope.httpUrl,
      ...['api', 'web'].map((sender) => scope.environment({ ...api, sender }).OTEL_EXPORTER_OTLP_ENDPOINT),
    ]);
    expect(new Set(addresses).size).toBe(6);
    for (const address of addresses) expect(address?.startsWith(`${httpUrl}/`)).toBe(true);
    expect(scopes[0]?.grpcUrl).toBeUndefined();
  });

  test('counts spans for the sender they name, else for the one whose address they came to', async () => {
    const { openScope } = await start();
    const scope = await openScope(scenario);
    const endpoint = `${scope.environment(api).OTEL_EXPORTER_OTLP_ENDPOINT}/v1/traces`;
    await post(endpoint, export3);
    const forwarded = family(2, 'b2'.repeat(16)).map((span) => ({
      ...span,
      resource: { attributes: new Map([['spanwright.sender', 'worker']]) },
    }));
    await post(endpoint, { headers, body: encodeRequest(forwarded) });
    scope.add(family(1, 'c3'.repeat(16)), 'step');
    expect(scope.stats().bySender).toEqual(
      new Map([
        ['api', 3],
        ['worker', 2],
        ['step', 1],
      ]),
    );
  });

  test('never mixes scopes, however much arrives for all of them at once', async () => {
    const { openScope } = await start();
    const scopes = await Promise.all(Array.from({ length: 8 }, () => openScope({ ...scenario, grpc: true })));
    const traceIds = scopes.map((_, index) => `${index + 1}`.padStart(32, '0'));
    await Promise.all(
      scopes.flatMap((scope, index) => {
        const token =
          scope.environment({ ...api, protocol: 'grpc' }).OTEL_EXPORTER_OTLP_HEADERS?.split('=')[1] ?? '';
        const spans = family(200, traceIds[index]);
        return Array.from({ length: 10 }, (_, part) => {
          const body = encodeRequest(spans.slice(part * 20, part * 20 + 20));
          return part % 2 === 0
            ? post(`${scope.httpUrl}/v1/traces`, { headers, body })
            : call(scope.grpcUrl ?? '', { token, body: framed(body) });
        });
      }),
    );
    for (const [index, scope] of scopes.entries()) {
      expect(scope.stats()).toMatchObject({ spans: 200, missingParents: 0, open: 0 });
      expect(new Set(scope.trace().spans.map((span) => span.traceId))).toEqual(new Set([traceIds[index]]));
    }
  });

  test('counts what comes after sealing as late, stores nothing of it, and ends the connection', async () => {
    const { openScope } = await start();
    const scope = await openScope(scenario);
    await post(`${scope.httpUrl}/v1/traces`, export3);
    scope.seal();
    const late = { headers: { 'content-type': JSON_TYPE }, body: '{"resourceSpans":[]}' };
    const reply = await post(`${scope.httpUrl}/v1/traces`, late);
    expect(reply).toMatchObject({ status: 200, headers: { connection: 'close' } });
    await post(`${scope.httpUrl}/v1/traces`, { headers, body: encodeRequest(family(2, 'b2'.repeat(16))) });
    scope.add(family(1, 'c3'.repeat(16)));
    expect(scope.stats()).toMatchObject({ spans: 3, late: 3 });
    expect(scope.trace().spans).toHaveLength(3);
  });

  test('takes spans and our own spans from elsewhere, within the limits', async () => {
    const { openScope } = await start({ limits: { maxSpansPerScope: 2 } });
    const scope = await openScope(scenario);
    let changes = 0;
    const stop = scope.onChange(() => {
      changes += 1;
    });
    const [root, child, other] = family(3);
    if (!root || !child || !other) throw new Error('a family of three');
    scope.add([child]);
    expect(scope.stats().missingParents).toBe(1);
    scope.addOwn({ ...root, name: 'spanwright.step' });
    expect(scope.stats().missingParents).toBe(0);
    scope.add([]);
    stop();
    scope.add([other, { ...other, spanId: 'f'.repeat(16) }]);
    expect(changes).toBe(2);
    expect(scope.stats()).toMatchObject({ spans: 1, dropped: 2, limit: '2 spans for one scenario' });
    expect(scope.trace().named('spanwright.step')).toHaveLength(1);
  });

  test('open to all takes requests without a token for the first scope', async () => {
    const { openScope, httpUrl } = await start({ openToAll: true });
    const scope = await openScope({ ...scenario, grpc: true });
    expect((await post(`${httpUrl}/v1/traces`, export3)).status).toBe(200);
    const body = framed(encodeRequest(family(2, 'b2'.repeat(16))));
    expect((await call(scope.grpcUrl ?? '', { body })).status).toBe(0);
    expect(scope.stats().spans).toBe(5);
    for (const path of ['guess', 'a/b']) {
      expect((await post(`${httpUrl}/${path}/v1/traces`, export3)).status).toBe(404);
    }
  });

  test('rejects with the reason when a port is taken, and can still be closed', async () => {
    const first = await start();
    const { port } = new URL(first.httpUrl);
    await expect(createReceiver({ port: Number(port) })).rejects.toMatchObject({ code: 'EADDRINUSE' });
    const second = await createReceiver({ grpcPort: Number(port) });
    await expect(second.openScope({ ...scenario, grpc: true })).rejects.toMatchObject({ code: 'EADDRINUSE' });
    await second.close();
  });

  test('closes in the middle of a request', async () => {
    const { openScope, close } = await start();
    const scope = await openScope(scenario);
    const half = begin(`${scope.httpUrl}/v1/traces`, headers, export3.body.subarray(0, 9));
    await until(scope, () => scope.stats().open === 1);
    await close();
    await half.closed;
    await until(scope, () => scope.stats().open === 0);
    expect(scope.stats().malformed).toBe(1);
    receiver = undefined;
  });

  test('settles on what real requests brought', async () => {
    const { openScope } = await start();
    const scope = await openScope(scenario);
    const outcome = await settle({
      scope,
      holds: () => scope.trace().named('root').length === 1,
      stopSenders: async () => void (await post(`${scope.httpUrl}/v1/traces`, export3)),
      quietMs: 30,
      timeoutMs: 10_000,
      signal: new AbortController().signal,
      now: realHost().monotonicMs,
    });
    expect(outcome.reason).toBe('evidence');
    expect(outcome.evidence).toContain('3 spans have arrived');
  });
});
