import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import type { PlacedFinding, RunRecord, ScenarioRecord } from '../src/event/index.ts';
import type { ScenarioId } from '../src/plan/index.ts';
import { reporters } from '../src/report/index.ts';
import { createTrace, type Span } from '../src/trace/index.ts';

// Pages of the HTML report in a real browser. The style and script are those of the build.

/** The browser of this machine; undefined when there is none. */
export const BROWSER = ['chromium', 'chromium-browser', 'google-chrome']
  .flatMap((name) => (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, name)))
  .find((path) => existsSync(path));

/** Nothing of its own leaves the machine, and nothing is kept of it. */
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export function openBrowser() {
  return chromium.launch({ executablePath: BROWSER ?? 'chromium', headless: true, args: flags });
}

/** A file with this text, to be opened from disk. */
export function pageFile(text: string): { readonly url: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'spanwright-page-'));
  const path = join(folder, 'report.html');
  writeFileSync(path, text);
  return { url: pathToFileURL(path).href, remove: () => rmSync(folder, { recursive: true }) };
}

const FILE = 'shop.span.toml';
const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';

const source = `[meta]
name = "shop"

[[scenario]]
name = "an order is placed"
run = "true"

[[expect.span]]
name = "charge card"
attrs.all = { "payment.amount" = 2600 }
`;

const names = ['POST /orders', 'SELECT items', 'charge card', 'reserve stock', 'publish order.placed'];
const services = ['api', 'payments', 'inventory'].map((name) => ({
  attributes: new Map([['service.name', name]]),
}));

/** Spans below one another by threes, the first of them the root. One in a hundred failed. */
export function shopSpans(count: number): Span[] {
  return Array.from({ length: count }, (_, index): Span => {
    const isFailed = index % 100 === 99;
    const startNs = 1_795_000_000_000_000_000n + BigInt(index) * 100_000n;
    return {
      traceId: TRACE,
      spanId: idOf(index),
      parentSpanId: index === 0 ? undefined : idOf(Math.floor((index - 1) / 3)),
      name: names[index % names.length] ?? '',
      kind: index === 0 ? 'server' : 'internal',
      startNs,
      endNs: startNs + BigInt(Math.max(50_000, (count - index) * 90_000)),
      attributes: new Map<string, string | number>([
        ['http.route', `/orders/${index % 50}`],
        ['payment.amount', 2500 + (index % 7)],
      ]),
      events: [],
      links: [],
      status: isFailed ? { code: 'error', message: 'declined' } : { code: 'unset', message: '' },
      resource: services[index % services.length] ?? { attributes: new Map() },
      scope: { name: 'shop', version: '1.0' },
    };
  });
}

function idOf(index: number): string {
  return (index + 1).toString(16).padStart(16, '0');
}

export interface Shop {
  readonly spans: readonly Span[];
  /** What its steps, files and messages say, in place of harmless words. */
  readonly word?: string;
}

/** The page of a run of two scenarios: one failed, with these spans, and one passed. */
export function shopPage({ spans, word = 'an order is placed' }: Shop): string {
  const failed = scenarioOf(word, 'failed', spans);
  const passed = scenarioOf('the shop is browsed', 'passed', spans.slice(0, 5));
  const entry = reporters.find(({ name }) => name === 'html');
  if (!entry) throw new Error('there is no reporter of that name');
  const reporter = entry.create({
    color: false,
    verbose: false,
    width: undefined,
    env: {},
    secrets: [],
    source: (file) => (file === FILE ? source : undefined),
    asset: (name) => readFileSync(resolve(import.meta.dirname, '../dist/report', name), 'utf8'),
  });
  for (const { record, spans: sent } of [passed, failed]) {
    const { id, attempts: attempt, verdict } = record;
    const trace = createTrace({ spans: sent, own: [] });
    reporter.trace?.({ id, attempt, passed: verdict === 'passed', trace, baseline: () => undefined });
  }
  return reporter.finish(runOf([passed.record, failed.record]));
}

function runOf(scenarios: readonly ScenarioRecord[]): RunRecord {
  return {
    format: 1,
    runId: '20261121-120000-0a1b2c3d',
    tool: 'spanwright 0.1.0',
    startedAt: '2026-11-21T12:00:00.000Z',
    durationMs: 1240,
    jobs: 1,
    isolation: 'process group',
    interrupted: undefined,
    scenarios,
  };
}

function scenarioOf(name: string, verdict: 'passed' | 'failed', spans: readonly Span[]) {
  const output = (text: string) => ({ text, bytes: text.length, omittedBytes: 0 });
  const record: ScenarioRecord = {
    id: `${FILE}::${name}` as ScenarioId, // the form the plan gives ids
    name,
    file: FILE,
    place: { file: FILE, line: 5, column: 8, length: 20 },
    verdict,
    skipped: undefined,
    flaky: false,
    attempts: 1,
    durationMs: 612,
    findings:
      verdict === 'failed'
        ? [findingOf('failed', spans), findingOf('passed', spans)]
        : [findingOf('passed', spans)],
    diagnostics: [],
    settle: { reason: 'evidence', waitedMs: 12, evidence: ['no export is open'] },
    telemetry: undefined,
    traceDigest: undefined,
    steps: [
      {
        name,
        argv: ['true'],
        end: { kind: 'exited', code: 0 },
        durationMs: 210,
        stdout: output(`${name}\nordered\n`),
        stderr: output(''),
        leaked: false,
      },
    ],
    services: [],
  };
  return { record, spans };
}

function findingOf(outcome: 'passed' | 'failed', spans: readonly Span[]): PlacedFinding {
  const refs = spans.filter(({ name }) => name === 'charge card').slice(0, 3);
  const [near] = spans.slice(2);
  return {
    rule: 'expect.span[charge card].attrs.all',
    outcome,
    path: ['expect', 'span', 0, 'attrs'],
    message: outcome === 'failed' ? 'no span "charge card" has this amount' : 'one such span found',
    expected: 'attrs.all "payment.amount" 2600',
    actual: '2500',
    proof: refs.map(({ traceId, spanId, name }) => ({ traceId, spanId, name })),
    proofCount: refs.length,
    nearest:
      outcome === 'failed' && near
        ? {
            span: { traceId: near.traceId, spanId: near.spanId, name: near.name },
            differences: ['attrs.all "payment.amount": expected 2600, has 2500'],
          }
        : undefined,
    edit: outcome === 'failed' ? 'attrs.all."payment.amount" = 2500' : undefined,
    place: { file: FILE, line: 10, column: 34, length: 4 },
  };
}
