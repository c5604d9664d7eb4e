import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { realHost } from '../host/index.ts';
import type { Receiver, SenderOptions, TelemetryScope } from './contract.ts';
import { createReceiver } from './receiver.ts';
import { settle } from './settle.ts';

const program = fileURLToPath(new URL('../../test/fixtures/otlp/export.ts', import.meta.url));
const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

let receiver: Receiver;
beforeAll(async () => {
  receiver = await createReceiver();
});
afterAll(() => receiver.close());

const open = (scenarioId: string): Promise<TelemetryScope> =>
  receiver.openScope({ runId: 'r', scenarioId, grpc: true });

/** Runs the program with the environment of one sender and nothing else about telemetry. */
function launch(
  scope: TelemetryScope,
  protocol: SenderOptions['protocol'],
  args: readonly string[],
  more = {},
) {
  const env = {
    PATH: process.env.PATH,
    ...scope.environment({ sender: 'exporter', protocol, traceparent, resource: {} }),
    ...more,
  };
  return spawn(process.execPath, [program, ...args], { env, stdio: ['ignore', 'inherit', 'inherit'] });
}

async function run(...given: Parameters<typeof launch>): Promise<void> {
  const [code] = await once(launch(...given), 'exit');
  expect(code).toBe(0);
}

describe('the Node SDK', () => {
  const combinations = (['http/protobuf', 'http/json', 'grpc'] as const).flatMap((protocol) =>
    (['none', 'gzip'] as const).map((compression) => [protocol, compression] as const),
  );
  test.each(combinations)('over %s, compression %s', async (protocol, compression) => {
    const scope = await open(`${protocol} ${compression}`);
    await run(scope, protocol, ['20'], { OTEL_EXPORTER_OTLP_COMPRESSION: compression });
    const trace = scope.trace();
    const [root] = trace.named('batch');
    expect(scope.stats()).toMatchObject({
      spans: 20,
      malformed: 0,
      rejected: 0,
      duplicates: 0,
      missingParents: 0,
    });
    expect(scope.stats().bySender).toEqual(new Map([['exporter', 20]]));
    expect(root).toMatchObject({ kind: 'server', scope: { name: 'export-fixture', version: '1.0.0' } });
    expect(root && trace.childrenOf(root)).toHaveLength(19);
    const first = trace.named('work').find((span) => span.attributes.get('work.number') === 1);
    expect(first).toMatchObject({ kind: 'internal', status: { code: 'error', message: 'as asked' } });
    expect(first?.events).toMatchObject([{ name: 'halfway', attributes: new Map([['note', 'ä ✓']]) }]);
    expect(first?.resource.attributes.get('spanwright.scenario.id')).toBe(`${protocol} ${compression}`);
    expect(first?.startNs).toBeGreaterThan(1_700_000_000_000_000_000n);
  });

  test('sends 10,000 spans, and every one arrives', async () => {
    const scope = await open('ten thousand');
    await run(scope, 'http/protobuf', ['10000']);
    expect(scope.stats()).toMatchObject({ spans: 10_000, duplicates: 0, missingParents: 0, open: 0 });
    const numbers = new Set(
      scope
        .trace()
        .named('work')
        .map((span) => span.attributes.get('work.number')),
    );
    expect(numbers.size).toBe(9_999);
  });

  test('8 of them at once, and no span in another scenario', async () => {
    const protocols = ['http/protobuf', 'http/json', 'grpc', 'http/protobuf'] as const;
    const scopes = await Promise.all(Array.from({ length: 8 }, (_, index) => open(`scenario ${index}`)));
    await Promise.all(scopes.map((scope, index) => run(scope, protocols[index % 4] ?? 'grpc', ['600'])));
    for (const [index, scope] of scopes.entries()) {
      const { spans } = scope.trace();
      expect(spans).toHaveLength(600);
      expect(new Set(spans.map((span) => span.resource.attributes.get('spanwright.scenario.id')))).toEqual(
        new Set([`scenario ${index}`]),
      );
    }
  });

  test('as a service that is killed without flushing has been heard by the time it is stopped', async () => {
    const scope = await open('service');
    const service = launch(scope, 'http/protobuf', ['5', '--linger']);
    const exit = once(service, 'exit');
    const outcome = await settle({
      scope,
      holds: () => scope.trace().named('batch').length === 1,
      stopSenders: async () => {
        service.kill('SIGKILL');
        await exit;
      },
      // Long enough for the program to start on a busy machine; what it exports ends the wait long before.
      quietMs: 20_000,
      timeoutMs: 25_000,
      signal: new AbortController().signal,
      now: realHost().monotonicMs,
    });
    expect(outcome.reason).toBe('evidence');
    expect(scope.stats()).toMatchObject({ spans: 5, missingParents: 0 });
  });
});
