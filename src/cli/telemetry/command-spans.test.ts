import { afterAll, beforeAll, expect, test } from 'vitest';
import { diagnostic } from '../../diagnostic/index.ts';
import { emptyRecord, type ScenarioRecord } from '../../event/index.ts';
import { realHost } from '../../host/index.ts';
import type { ScenarioId } from '../../plan/index.ts';
import { createReceiver, type Receiver } from '../../telemetry/index.ts';
import type { Span } from '../../trace/index.ts';
import { createCommandSpans } from './command-spans.ts';

let receiver: Receiver;

beforeAll(async () => {
  receiver = await createReceiver();
});
afterAll(async () => await receiver.close());

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const CALLER = 'b7ad6b7169203331';

function spansTo(env: Readonly<Record<string, string>>) {
  return createCommandSpans({ host: { ...realHost(), env }, command: 'run', version: '1.2.3' });
}

const place = { file: 'a.span.toml', line: 1, column: 1, length: 1 };
// The plan makes ids; this one is as good as its.
const id = 'a.span.toml::pays' as ScenarioId;
const record: ScenarioRecord = {
  ...emptyRecord({ id, name: 'pays', file: 'a.span.toml', place }),
  verdict: 'failed',
};

function own(name: string, spanId: string, parentSpanId: string | undefined): Span {
  return {
    traceId: 'f'.repeat(32),
    spanId,
    parentSpanId,
    name,
    kind: 'internal',
    startNs: 1_000n,
    endNs: 2_000n,
    attributes: new Map(),
    events: [],
    links: [],
    status: { code: 'unset', message: '' },
    resource: { attributes: new Map() },
    scope: { name: 'spanwright', version: '1.2.3' },
  };
}

test('a command is one trace: itself below its caller, what it judged below it', async () => {
  const scope = await receiver.openScope({ runId: 'r', scenarioId: 's', grpc: false });
  const spans = spansTo({
    OTEL_EXPORTER_OTLP_ENDPOINT: scope.httpUrl,
    TRACEPARENT: `00-${TRACE}-${CALLER}-01`,
  });
  spans.complained([diagnostic({ code: 'SW0013', message: 'nothing' })]);
  spans.judged(record, [
    own('spanwright.run', '1'.repeat(16), undefined),
    own('spanwright.scenario', '2'.repeat(16), '1'.repeat(16)),
    own('spanwright.step', '3'.repeat(16), '2'.repeat(16)),
  ]);
  spans.finished([record]);
  expect(await spans.end(1)).toBeUndefined();
  const trace = scope.trace();
  const [command] = trace.named('spanwright run');
  const [scenario] = trace.named('scenario');
  const [step] = trace.named('step');
  expect(trace.spans).toHaveLength(3);
  expect(command).toMatchObject({ traceId: TRACE, parentSpanId: CALLER, status: { code: 'error' } });
  expect(command?.attributes.get('process.exit.code')).toBe(1);
  expect(command?.attributes.get('spanwright.diagnostics')).toEqual(['SW0013']);
  expect(scenario).toMatchObject({ traceId: TRACE, parentSpanId: command?.spanId, startNs: 1_000n });
  expect(scenario?.attributes.get('spanwright.verdict')).toBe('failed');
  expect(step).toMatchObject({ traceId: TRACE, parentSpanId: scenario?.spanId });
});

test('what was skipped has no verdict', async () => {
  const scope = await receiver.openScope({ runId: 'r', scenarioId: 's', grpc: false });
  const spans = spansTo({ OTEL_EXPORTER_OTLP_ENDPOINT: scope.httpUrl });
  spans.finished([{ ...record, verdict: 'passed', skipped: 'not here' }]);
  await spans.end(0);
  const [scenario] = scope.trace().named('scenario');
  expect(scenario?.attributes.get('spanwright.verdict')).toBe('skipped');
  expect(scenario?.status.code).toBe('error');
});

test('a collector that is not there is a warning', async () => {
  const gone = await createReceiver();
  await gone.close();
  const spans = spansTo({ OTEL_EXPORTER_OTLP_ENDPOINT: gone.httpUrl });
  expect(await spans.end(0)).toMatchObject({ code: 'SW0044', severity: 'warning' });
});
