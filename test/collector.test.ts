import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { OTLPTraceExporter as GrpcExporter } from '@opentelemetry/exporter-trace-otlp-grpc';
import { OTLPTraceExporter as HttpExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { BasicTracerProvider, SimpleSpanProcessor, type SpanExporter } from '@opentelemetry/sdk-trace-base';
import { afterEach, expect, test } from 'vitest';
import { parseTraceText } from '../src/trace/index.ts';
import { makeFolder, start } from './program.ts';

const folders: { remove: () => void }[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) folder.remove();
});

function emptyFolder(): string {
  const folder = makeFolder({});
  folders.push(folder);
  return folder.path;
}

/** Sends a span and its child, as a program with a default SDK does when it ends. */
async function send(exporter: SpanExporter, name: string): Promise<void> {
  const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
  const tracer = provider.getTracer('test');
  const parent = tracer.startSpan(name);
  const context = trace.setSpan(ROOT_CONTEXT, parent);
  tracer.startSpan(`${name}, inner`, {}, context).end();
  parent.end();
  await provider.shutdown();
}

test('spans of every protocol are shown as trees and written at the end', async () => {
  const cwd = emptyFolder();
  const program = start(['collector', '--port', '0', '--grpc-port', '0', '--output', 'out.json'], cwd);
  const listening = await program.line('listening on');
  const [http = '', grpc = ''] = listening.match(/http:\/\/\S+/g) ?? [];
  const shown = program.line('over http, inner');
  await send(new HttpExporter({ url: `${http}/v1/traces` }), 'over http');
  await shown;
  await send(new GrpcExporter({ url: grpc }), 'over grpc');
  // Not yet shown perhaps: what has arrived is shown before the end all the same.
  program.child.kill('SIGINT');
  const { code, stdout, stderr } = await program.ended;
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/^over http {2}.*\n└─ over http, inner/m);
  expect(stdout).toMatch(/^over grpc {2}.*\n└─ over grpc, inner/m);
  expect(stdout).toContain('spans: 4, traces: 2');
  const { spans } = parseTraceText(readFileSync(join(cwd, 'out.json'), 'utf8'));
  expect(spans.map(({ name }) => name).sort()).toEqual([
    'over grpc',
    'over grpc, inner',
    'over http',
    'over http, inner',
  ]);
});

test.for(['port', 'grpc-port'])('a --%s that is taken is said so, with the way out', async (option) => {
  const taken = createServer();
  await new Promise<void>((ready) => taken.listen(0, '127.0.0.1', ready));
  // A server that listens on a port has an address of this kind.
  const { port } = taken.address() as AddressInfo;
  const args = { port: '0', 'grpc-port': '0', [option]: String(port) };
  const flags = Object.entries(args).map(([name, value]) => `--${name}=${value}`);
  const { code, stderr } = await start(['collector', ...flags], emptyFolder()).ended;
  taken.close();
  expect(code).toBe(2);
  expect(stderr).toContain(`error[SW0017]: the receiver cannot listen on port ${port}`);
  expect(stderr).toContain(`--> command line:1:`);
  expect(stderr).toContain(`hint: choose another with --${option}`);
});
