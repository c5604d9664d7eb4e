import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diffTraces } from '../diff/index.ts';
import { foldRun, type RunEvent, readRunRecord } from '../event/index.ts';
import { createTrace, type Span } from '../trace/index.ts';
import { anyEvent, anyRun } from './arbitrary.ts';
import type { ReportedTrace, ReporterOptions } from './reporter.ts';
import { reporters } from './reporters.ts';
import { plain, run, runs, scenarios, source } from './sample.ts';

const [, json, ndjson] = reporters;

describe('reporters', () => {
  it('have names and extensions fit for the command line and files', () => {
    expect(reporters.map(({ name }) => name)).toEqual([
      'human',
      'json',
      'ndjson',
      'junit',
      'tap',
      'github',
      'html',
      'agent',
    ]);
    for (const { extension, description } of reporters) {
      expect(extension).toMatch(/^[a-z]+$/);
      expect(description.length).toBeLessThan(80);
    }
  });

  it.each(reporters)('$name says the same of the same run', ({ create }) => {
    fc.assert(
      fc.property(anyRun, (record) => {
        const text = create(plain).finish(record);
        expect(create(plain).finish(structuredClone(record))).toBe(text);
        expect(text === '' || text.endsWith('\n')).toBe(true);
      }),
      { numRuns: 30 },
    );
  });
});

describe('json', () => {
  it('is the documented shape', async () => {
    await expect(json.create(plain).finish(runs.red)).toMatchFileSnapshot('./goldens/json-red.txt');
  });

  it('is read back as the same record, whatever is in it', () => {
    fc.assert(
      fc.property(anyRun, (record) => {
        expect(readRunRecord(json.create(plain).finish(record), 'run.json')).toEqual(record);
      }),
    );
  });
});

describe('ndjson', () => {
  const { id, name, file, place } = scenarios.green;
  const events: RunEvent[] = [
    {
      type: 'runStarted',
      runId: '0198c0de',
      tool: 'spanwright 0.1.0',
      startedAt: '2026-01-02T03:04:05.000Z',
      scenarios: [{ id, name, file, place }],
      jobs: 2,
      isolation: 'process group',
    },
    { type: 'scenarioStarted', id, attempt: 1, atMs: 10 },
    { type: 'stepStarted', id, step: 'node client.mjs', atMs: 130 },
    { type: 'scenarioFinished', record: scenarios.skipped, willRetry: false, atMs: 622 },
    { type: 'runFinished', durationMs: 612 },
  ];

  it('is a line for each event', async () => {
    const reporter = ndjson.create(plain);
    const text = events.map((event) => reporter.event?.(event)).join('') + reporter.finish(runs.green);
    await expect(text).toMatchFileSnapshot('./goldens/ndjson.txt');
  });

  it('can be folded again', () => {
    const text = events.map((event) => ndjson.create(plain).event?.(event)).join('');
    const read = text
      .trimEnd()
      .split('\n')
      .map((line): RunEvent => JSON.parse(line));
    expect(foldRun(read)).toEqual(foldRun(events));
  });

  it('is one line of JSON, whatever is in the event', () => {
    fc.assert(
      fc.property(anyEvent, (event) => {
        const line = ndjson.create(plain).event?.(event) ?? '';
        expect(line.split(/[\n\r\u0085\u2028\u2029]/)).toEqual([line.slice(0, -1), '']);
        expect(JSON.parse(line)).toEqual(event);
      }),
    );
  });
});

describe('secrets', () => {
  const secret = 'hunter2-"q"\\';
  const token = 'ghp_abcdefghij';
  const options: ReporterOptions = {
    ...plain,
    verbose: true,
    secrets: [secret],
    env: { DEPLOY_TOKEN: token, HOME: '/home/shop' },
    source: (file) => plain.source(file)?.replace('name = "charge card"', `name = "${token}"`),
  };
  const leaky = run([
    {
      ...scenarios.red,
      name: `log in as ${secret}`,
      findings: scenarios.red.findings.map((each) => ({
        ...each,
        actual: `${token}${secret}`,
        message: token,
      })),
      steps: scenarios.red.steps.map((each) => ({
        ...each,
        argv: ['curl', '-H', token],
        stdout: { text: `password: ${secret}\n`, bytes: 20, omittedBytes: 0 },
      })),
    },
  ]);

  /** Names, values and baselines do not come with the record. */
  const span = (value: string): Span => ({
    traceId: 'a'.repeat(32),
    spanId: 'b'.repeat(16),
    parentSpanId: undefined,
    name: `log in with ${token}`,
    kind: 'client',
    startNs: 1n,
    endNs: 2n,
    attributes: new Map([[`header ${secret}`, value]]),
    events: [],
    links: [],
    status: { code: 'error', message: token },
    resource: { attributes: new Map([['key', secret]]) },
    scope: { name: '', version: '' },
  });
  const trace = createTrace({ spans: [span(token)], own: [] });
  const diff = diffTraces(createTrace({ spans: [span('other')], own: [] }), trace, {});
  const leakyTrace: ReportedTrace = {
    id: scenarios.red.id,
    attempt: scenarios.red.attempts,
    passed: false,
    trace,
    baseline: () => ({ file: 'a.json', compared: { name: 'a', diff, findings: [] } }),
  };

  it.each(reporters)('are shown by no reporter: $name', ({ create }) => {
    const reporter = create(options);
    const event: RunEvent = {
      type: 'scenarioFinished',
      record: leaky.scenarios[0] ?? scenarios.red,
      willRetry: false,
      atMs: 1,
    };
    reporter.trace?.(leakyTrace);
    const text = `${reporter.event?.(event) ?? ''}${reporter.finish(leaky)}`;
    expect(text).not.toContain(token);
    expect(text).not.toContain('hunter2');
    expect(text).toContain('***');
  });

  it('leave columns of excerpts where they are', () => {
    const text = reporters[0].create(options).finish(leaky);
    expect(text).toContain(`16 | name = "${'*'.repeat(token.length)}"\n     |        ^^^^`);
  });

  it('never change words of fixed meaning', () => {
    const text = json.create({ ...plain, secrets: ['failed', 'exited'] }).finish(runs.red);
    expect(readRunRecord(text, 'run.json')).toMatchObject({
      scenarios: [{}, { verdict: 'failed', steps: [{ end: { kind: 'exited' } }] }],
    });
  });

  it('are not looked for where there are none', () => {
    expect(source).toContain('charge card');
    expect(reporters[0].create({ ...plain, env: { TOKEN: 'short' } }).finish(runs.red)).not.toContain('***');
  });
});
