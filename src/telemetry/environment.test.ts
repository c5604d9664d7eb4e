import { envDetector } from '@opentelemetry/resources';
import fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { SenderOptions } from './contract.ts';
import { exporterEnvironment } from './environment.ts';

const sender: SenderOptions = {
  sender: 'api',
  protocol: 'http/protobuf',
  traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
  resource: {},
};
const address = {
  runId: 'r1',
  scenarioId: 'shop.span.toml::checkout',
  endpoint: 'http://127.0.0.1:1/t',
  token: 't',
};

afterEach(() => vi.unstubAllEnvs());

/** What the Node SDK makes of the variable. */
function detected(value: string | undefined): unknown {
  vi.stubEnv('OTEL_RESOURCE_ATTRIBUTES', value);
  return envDetector.detect().attributes;
}

describe('exporterEnvironment', () => {
  test('over HTTP', () => {
    expect(exporterEnvironment(sender, address)).toEqual({
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1/t',
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
      OTEL_TRACES_EXPORTER: 'otlp',
      OTEL_METRICS_EXPORTER: 'none',
      OTEL_LOGS_EXPORTER: 'none',
      OTEL_TRACES_SAMPLER: 'always_on',
      OTEL_BSP_SCHEDULE_DELAY: '50',
      OTEL_RESOURCE_ATTRIBUTES:
        'spanwright.run.id=r1,spanwright.scenario.id=shop.span.toml%3A%3Acheckout,spanwright.sender=api',
      TRACEPARENT: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    });
  });

  test('over gRPC, the scope goes into the headers', () => {
    expect(exporterEnvironment({ ...sender, protocol: 'grpc' }, address)).toMatchObject({
      OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc',
      OTEL_EXPORTER_OTLP_HEADERS: 'x-spanwright-scope=t',
      OTEL_EXPORTER_OTLP_INSECURE: 'true',
    });
  });

  test('with a sample ratio', () => {
    expect(exporterEnvironment({ ...sender, sampleRatio: 0.25 }, address)).toMatchObject({
      OTEL_TRACES_SAMPLER: 'parentbased_traceidratio',
      OTEL_TRACES_SAMPLER_ARG: '0.25',
    });
    expect(exporterEnvironment({ ...sender, sampleRatio: 1 }, address)).toMatchObject({
      OTEL_TRACES_SAMPLER: 'always_on',
    });
  });

  test('never names the service: the Node SDK would prefer that to the name given in code', () => {
    const { OTEL_SERVICE_NAME, OTEL_RESOURCE_ATTRIBUTES } = exporterEnvironment(sender, address);
    expect(OTEL_SERVICE_NAME).toBeUndefined();
    expect(OTEL_RESOURCE_ATTRIBUTES).not.toContain('service.name');
  });

  test('the Node SDK reads back every resource attribute', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 20 });
    // The SDK keeps attributes in plain objects, where this one key is lost.
    const key = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
      .filter((name) => name !== '__proto__');
    fc.assert(
      fc.property(fc.dictionary(key, text), text, (resource, scenarioId) => {
        const environment = exporterEnvironment({ ...sender, resource }, { ...address, scenarioId });
        expect(detected(environment.OTEL_RESOURCE_ATTRIBUTES)).toEqual({
          ...resource,
          'spanwright.run.id': 'r1',
          'spanwright.scenario.id': scenarioId,
          'spanwright.sender': 'api',
        });
      }),
    );
  });

  test('ours cannot be overridden, and stay short enough for the SDK to accept', () => {
    const long = `${'x'.repeat(300)}::the end 💥`;
    const resource = { 'spanwright.sender': 'someone else', team: 'shop' };
    const environment = exporterEnvironment({ ...sender, resource }, { ...address, scenarioId: long });
    expect(detected(environment.OTEL_RESOURCE_ATTRIBUTES)).toMatchObject({
      'spanwright.sender': 'api',
      'spanwright.scenario.id': long.slice(-255),
      team: 'shop',
    });
  });
});
