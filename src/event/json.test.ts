import { describe, expect, it } from 'vitest';
import { printDiagnostics } from '../diagnostic/index.ts';
import type { RunRecord } from './event.ts';
import { foldRun } from './fold.ts';
import { mapEventText, mapRecordText, printRunEvent, printRunRecord } from './json.ts';
import { readRunRecord } from './read.ts';
import { finished, record, runStarted, started, step } from './sample.ts';

const run = foldRun([
  runStarted('a', 'b'),
  started('a', 0),
  finished('a', 1, {
    verdict: 'failed',
    findings: [
      {
        rule: 'expect.span[pay]',
        outcome: 'failed',
        path: ['expect', 'span', 0],
        message: 'no span is named `pay`',
        expected: 'a span named `pay`',
        actual: 'none',
        proof: [],
        proofCount: 0,
        nearest: undefined,
        edit: undefined,
        place: { file: 'shop.span.toml', line: 9, column: 1, length: 4 },
      },
    ],
    steps: [step('pay')],
  }),
  { type: 'interrupted', signal: 'SIGINT', atMs: 2 },
]);

describe('printRunRecord', () => {
  it('is read back as the same record', () => {
    expect(readRunRecord(printRunRecord(run), 'run.json')).toEqual(run);
  });

  it('writes keys in the declared order, however the record was built', () => {
    const reversed = Object.fromEntries(Object.entries(run).reverse()) as unknown as RunRecord; // same members
    expect(printRunRecord(reversed)).toBe(printRunRecord(run));
    expect(Object.keys(JSON.parse(printRunRecord(reversed)))[0]).toBe('format');
  });

  it('keeps the digits of a bigint that should not be there', () => {
    const strange = { ...run, jobs: 2n ** 60n } as unknown as RunRecord; // what a fault elsewhere would hand over
    expect(printRunRecord(strange)).toContain('"jobs": "1152921504606846976"');
  });
});

describe('printRunEvent', () => {
  it('is one line, whatever line ends are in it', () => {
    const line = printRunEvent(finished('x\n\r\u0085\u2028\u2029y', 1));
    expect(line).not.toMatch(/[\n\r\u0085\u2028\u2029]/);
    expect(JSON.parse(line).record.name).toBe('x\n\r\u0085\u2028\u2029y');
  });
});

describe('readRunRecord', () => {
  it('leaves out what it does not know and takes null for absent', () => {
    const json = JSON.stringify({ ...run, interrupted: null, added: { later: true }, scenarios: [] });
    const read = readRunRecord(json, 'run.json');
    expect(read).toEqual({ ...run, interrupted: undefined, scenarios: [] });
  });

  it.each([
    ['not JSON', '{ "format": 1, '],
    ['another version', '{ "format": 2 }'],
    ['another document', '[]'],
    ['wrong values', JSON.stringify({ ...run, runId: 7, scenarios: [{ ...record('a'), verdict: 'green' }] })],
    [
      'wrong values deeper down',
      JSON.stringify({
        ...run,
        scenarios: [
          record('a', {
            steps: [{ ...step('pay'), end: { kind: 'vanished' } as never, stdout: undefined as never }],
            services: {} as never,
            diagnostics: [{ code: 'XX1' as never, severity: 'error', message: 'm' }],
          }),
        ],
      }),
    ],
  ])('reports %s', async (name, json) => {
    const read = readRunRecord(json, 'run.json');
    const text = Array.isArray(read)
      ? printDiagnostics(read, { source: () => json, color: false })
      : 'a record';
    await expect(text).toMatchFileSnapshot(`./goldens/read-${name.replaceAll(' ', '-')}.txt`);
  });

  it('takes keys that mean something to JavaScript for data', () => {
    const json = `{"__proto__": {"format": 1}, "constructor": 1, ${printRunRecord(run).slice(1)}`;
    expect(readRunRecord(json, 'run.json')).toEqual(run);
  });
});

describe('mapRecordText', () => {
  it('changes free text and leaves words of fixed meaning alone', () => {
    const loud = mapRecordText(run, (text) => text.toUpperCase());
    expect(loud.scenarios[0]).toMatchObject({ name: 'A', verdict: 'failed', file: 'SHOP.SPAN.TOML' });
    expect(loud.scenarios[0]?.findings[0]).toMatchObject({ outcome: 'failed', path: ['EXPECT', 'SPAN', 0] });
    expect(loud.scenarios[0]?.steps[0]).toMatchObject({ argv: ['TRUE'], end: { kind: 'exited', code: 0 } });
    expect(loud.interrupted).toBe('SIGINT');
  });

  it('does the same for events', () => {
    const loud = mapEventText(finished('a', 1), (text) => text.toUpperCase());
    expect(loud).toMatchObject({ type: 'scenarioFinished', record: { name: 'A', verdict: 'passed' } });
  });
});
