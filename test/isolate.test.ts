import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { startProcessBackend } from '../src/backend/index.ts';
import { type RunRecord, readRunRecord } from '../src/event/index.ts';
import { makeFolder, start } from './program.ts';

// `isolate = "network"`, with the built program, from the scenario file to the report.

/** Listens on a port that everybody wants. */
const WEB = `
import { createServer } from 'node:http';
createServer((_, response) => response.end('hi')).listen(80, '127.0.0.1', () => console.log('up'));
`;

/** Asks the service, then sends a span to where it is told to. */
const ASK = `
const said = await (await fetch('http://127.0.0.1/')).text();
const { OTEL_EXPORTER_OTLP_ENDPOINT: url, OTEL_EXPORTER_OTLP_HEADERS: header, TRACEPARENT: parent } = process.env;
const [name, value] = (header ?? '').split('=');
const nowNs = String(BigInt(Date.now()) * 1000000n);
const [, traceId, parentSpanId] = parent.split('-');
const span = { traceId, parentSpanId, spanId: 'b7ad6b7169203331', name: said, kind: 3, startTimeUnixNano: nowNs, endTimeUnixNano: nowNs };
const reply = await fetch(url + '/v1/traces', {
  method: 'POST',
  headers: { 'content-type': 'application/json', ...(name && { [name]: decodeURIComponent(value) }) },
  body: JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] }),
});
console.log(reply.status);
`;

const LEAVE = `
import { connect } from 'node:net';
connect(443, '192.0.2.7').on('error', (error) => console.log(error.code));
`;

const scenario = (name: string, more: string) => `
[[scenario]]
name = "${name}"
${more}

[[scenario.expect.span]]
name = "hi"
`;

const FILE = `
[meta]
name = "alone"

[service.web]
command = "node web.mjs"
ready = { http = "http://127.0.0.1/" }
telemetry = false
${['one', 'two', 'three'].map((name) => scenario(name, 'isolate = "network"\nrun = "node ask.mjs"')).join('')}
${scenario('leaves', 'isolate = "network"\nrun = "node ask.mjs && node leave.mjs"\nshell = true')}
`;

const { noNetwork } = await startProcessBackend();

async function run(args: readonly string[], file = FILE): Promise<RunRecord> {
  const folder = makeFolder({ 'a.span.toml': file, 'web.mjs': WEB, 'ask.mjs': ASK, 'leave.mjs': LEAVE });
  try {
    await start(['run', '--jobs', '4', '--reporter', 'json:out.json', ...args], folder.path).ended;
    const path = join(folder.path, 'out.json');
    return readRunRecord(readFileSync(path, 'utf8'), path) as RunRecord; // A whole one, or scenarios is missed.
  } finally {
    folder.remove();
  }
}

test('where there can be none, such a scenario is not run without', async () => {
  const { scenarios } = await run(['--isolation', 'group']);
  const told = scenarios.map(({ verdict, diagnostics, steps }) => [verdict, diagnostics[0]?.code, steps]);
  expect(told).toEqual(Array(4).fill(['error', 'SW6011', []]));
});

describe.skipIf(noNetwork !== undefined)(`scenarios with a network of their own ${noNetwork ?? ''}`, () => {
  test('share a fixed port, reach the receiver, and fail when they leave', async () => {
    const { scenarios } = await run([]);
    expect(scenarios.map(({ name, verdict }) => [name, verdict])).toEqual([
      ['one', 'passed'],
      ['two', 'passed'],
      ['three', 'passed'],
      ['leaves', 'failed'],
    ]);
    const failed = scenarios[3]?.findings.filter(({ outcome }) => outcome === 'failed');
    expect(failed).toMatchObject([{ rule: 'hermeticity.egress', actual: 'tcp to 192.0.2.7:443' }]);
    // At the line that asks for the network.
    expect(failed?.[0]?.place?.line).toBe(FILE.slice(0, FILE.lastIndexOf('isolate')).split('\n').length);
  });

  test('can be asked for all at once', async () => {
    const { scenarios } = await run(['--isolate', 'network'], FILE.replaceAll('isolate = "network"', ''));
    expect(scenarios.map(({ verdict }) => verdict)).toEqual(['passed', 'passed', 'passed', 'failed']);
  });
});
