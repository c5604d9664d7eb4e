import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RunRecord } from '../../event/index.ts';
import { createTrace, type Span } from '../../trace/index.ts';
import type { ReportedBaseline, ReportedProof, ReporterOptions } from '../reporter.ts';
import { plain, runs } from '../sample.ts';
import { createHtml } from './html.ts';
import { limits } from './limits.ts';
import { jsonText } from './markup.ts';
import type { PageTrace } from './waterfall/page-trace.ts';

function spanOf(name: string, changes: Partial<Span> = {}): Span {
  return {
    traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
    spanId: '00f067aa0ba902b7',
    parentSpanId: undefined,
    name,
    kind: 'internal',
    startNs: 1n,
    endNs: 2n,
    attributes: new Map(),
    events: [],
    links: [],
    status: { code: 'unset', message: '' },
    resource: { attributes: new Map() },
    scope: { name: '', version: '' },
    ...changes,
  };
}

/** One after the other, so that putting them in order is no work. */
function manySpans(count: number): Span[] {
  return Array.from({ length: count }, (_, index) => spanOf('s', { startNs: BigInt(index) }));
}

interface Page {
  readonly record?: RunRecord;
  readonly spans?: readonly Span[];
  readonly options?: ReporterOptions;
  readonly baseline?: ReportedBaseline;
  readonly proof?: ReportedProof;
}

/** The page of a run whose scenarios all sent these spans. */
function pageOf({ record = runs.red, spans = [], options = plain, baseline, proof }: Page): string {
  const reporter = createHtml(options);
  for (const { id, attempts, verdict } of record.scenarios) {
    const trace = createTrace({ spans, own: [] });
    reporter.trace?.({
      id,
      attempt: attempts,
      passed: verdict === 'passed',
      trace,
      baseline: () => baseline,
      proof,
    });
  }
  return reporter.finish(record);
}

/** The traces in a page, as its script reads them. */
function tracesIn(page: string): PageTrace[] {
  const blocks = page.matchAll(/<script type="application\/json" id="[\w-]+">(.*?)<\/script>/gs);
  return [...blocks].map(([, json = '']) => JSON.parse(json));
}

const hostile = '</script><script>alert(1)</script><!--<img src=x onerror=alert(1)>" onclick="x';

describe('createHtml', () => {
  it('says what matters without a script: verdicts, findings, excerpts', () => {
    const body = pageOf({})
      .replace(/<script[\s\S]*?<\/script>/g, '')
      .replace(/<[^>]+>/g, ' ');
    for (const said of [
      '1 failed, 1 passed',
      'no span is named `charge card`',
      'nearest miss',
      'smallest edit',
      'shop/checkout.span.toml:16:8',
    ])
      expect(body).toContain(said);
  });

  it('marks the line that an expectation stands on', () => {
    expect(pageOf({})).toMatch(
      /<span class="line marked"><span class="number">16<\/span> name = <mark>&quot;charge card&quot;<\/mark>/,
    );
  });

  it('names what broke rather than every finding that could not be judged for it', () => {
    const [scenario] = runs.error.scenarios;
    const [, red] = runs.red.scenarios;
    if (!scenario || !red) throw new Error('the samples have such scenarios');
    const record = { ...runs.error, scenarios: [{ ...scenario, findings: red.findings }] };
    const page = pageOf({ record });
    expect(page).toContain('error[SW6002]');
    expect(page).not.toContain('smallest edit');
    expect(page.match(/class="finding row/g)).toHaveLength(red.findings.length);
  });

  it('allows its own style and script, by their digests, and nothing else', () => {
    const digest = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
    const [, policy = ''] = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(pageOf({})) ?? [];
    expect(policy.replaceAll('&#39;', "'").split('; ')).toEqual([
      "default-src 'none'",
      `style-src ${digest('/* page.css */')}`,
      `script-src ${digest('/* page.js */')}`,
      "base-uri 'none'",
      "form-action 'none'",
    ]);
  });

  it('keeps text of others text, in the page and in its data', () => {
    const [scenario] = runs.green.scenarios;
    if (!scenario) throw new Error('the sample has a scenario');
    const record = { ...runs.green, scenarios: [{ ...scenario, name: hostile, file: hostile }] };
    const attributes = new Map([[hostile, 'javascript:alert(1)']]);
    const page = pageOf({ record, spans: [spanOf(hostile, { attributes })] });
    expect(page.match(/<script/g)).toHaveLength(2);
    expect(page).not.toContain('<img');
    expect(page).not.toContain('<!--');
    expect(page).not.toMatch(/ (href|src|on\w+)="(?!#)/);
    expect(tracesIn(page)[0]?.texts).toContain(hostile);
  });

  it('shows characters that turn the writing direction as a sign', () => {
    const page = pageOf({ spans: [spanOf('a\u202egpj.exe')] });
    expect(page).not.toContain('\u202e');
    expect(tracesIn(page)[0]?.texts).toContain('a\ufffdgpj.exe');
  });

  it('cuts texts of any length, and says when spans are left out', () => {
    const attributes = new Map([['body', 'x'.repeat(1_000_000)]]);
    const page = pageOf({ spans: [spanOf('y'.repeat(1_000_000), { attributes })] });
    expect(page.length).toBeLessThan(60_000);
    const many = manySpans(limits.spansOfTrace + 5);
    expect(pageOf({ record: runs.green, spans: many })).toContain(
      `Left out of this page: 5 spans beyond the first ${limits.spansOfTrace}`,
    );
  });

  it('gives up traces of what passed before those of what did not', () => {
    const [green] = runs.green.scenarios;
    if (!green) throw new Error('the sample has a scenario');
    const scenarios = Array.from({ length: 7 }, (_, index) => ({
      ...green,
      id: `${green.id}${index}` as typeof green.id, // one of its own for each
      verdict: index === 6 ? ('failed' as const) : ('passed' as const),
    }));
    const spans = manySpans(limits.spansOfTrace);
    const page = pageOf({ record: { ...runs.green, scenarios }, spans });
    const kept = [...page.matchAll(/id="(s\d)-trace"/g)].map(([, id]) => id);
    expect(kept).toEqual(['s1', 's2', 's3', 's4', 's7']);
  });

  it('hides secrets in spans too', () => {
    const clean = (text: string) => text.replaceAll('hunter2hunter2', '***');
    const attributes = new Map([['auth', 'Bearer hunter2hunter2']]);
    expect(pageOf({ spans: [spanOf('s', { attributes })], options: { ...plain, clean } })).not.toContain(
      'hunter2',
    );
  });

  it('stays a file that opens, however much there is to say, and says what it leaves out', () => {
    const [, red] = runs.red.scenarios;
    const [step] = red?.steps ?? [];
    if (!red || !step) throw new Error('the sample has a scenario that failed, with a step');
    const text = `${'x'.repeat(2_000)}\n`.repeat(300);
    const loud = { ...step, stdout: { text, bytes: text.length, omittedBytes: 0 } };
    const scenarios = Array.from({ length: limits.scenarios + 3 }, (_, index) => ({
      ...red,
      id: `${red.id}${index}` as typeof red.id, // one of its own for each
      steps: index === 0 ? Array.from({ length: limits.speakers + 5 }, () => step) : [loud],
    }));
    const page = pageOf({ record: { ...runs.red, scenarios } });
    expect(page.length).toBeLessThan(limits.details + 3_000_000);
    expect(page).toContain('6 more left out of this page.');
    expect(page).toMatch(/\d+ scenarios without details here/);
    expect(page.match(/<li class="failed"/g)).toHaveLength(scenarios.length);
  });

  it('has the limits that its documentation names', () => {
    const documented = readFileSync(resolve(import.meta.dirname, '../../../docs/html-report.md'), 'utf8');
    const section = /^## Limits$([\s\S]*?)^## /m.exec(documented)?.[1]?.replace(/\s+/g, ' ');
    const { spansOfTrace, spans, scenarios, outputLines, name, value } = limits;
    const number = (each: number) => each.toLocaleString('en');
    for (const said of [
      `${number(spansOfTrace)} spans of a scenario and ${number(spans)} in all`,
      `${scenarios} scenarios with details`,
      `the last ${outputLines} lines`,
      `Names are cut at ${name} characters and values at ${number(value)}`,
    ])
      expect(section).toContain(said);
  });

  it('shows how a trace differs from its baseline', () => {
    const page = pageOf({
      spans: [spanOf('s')],
      baseline: { file: '.spanwright/baselines/a.json', compared: 'line 1 is no span' },
    });
    expect(page).toContain('.spanwright/baselines/a.json cannot be read: line 1 is no span');
  });
});

it('shows the proof of the expectations, and hides secrets in it', () => {
  const span = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), name: 'charge hunter2hunter2' };
  const proof: ReportedProof = {
    score: 96.6,
    judged: 120,
    killed: 116,
    survivors: [{ operator: 'change-attribute', span, detail: 'token: hunter2hunter2 -> x' }],
    suggestion: 'name = "hunter2hunter2"',
  };
  const clean = (text: string) => text.replaceAll('hunter2hunter2', '***');
  const page = pageOf({ spans: [spanOf('s')], proof, options: { ...plain, clean } });
  for (const said of [
    'score 96.6 %: 116 of 120 mutants killed',
    '4 faults that nothing noticed',
    '3 more left out',
  ])
    expect(page).toContain(said);
  expect(page).toContain('charge ***</span>');
  expect(page).not.toContain('hunter2');
});

describe('jsonText', () => {
  it('is the same value again, and ends or comments out no element', () => {
    fc.assert(
      fc.property(
        fc.jsonValue(),
        fc.string({ unit: fc.constantFrom('<', '/', '!', '-', 's', '\u2028', '\ud800') }),
        (value, text) => {
          const json = jsonText([value, text]);
          expect(json).not.toContain('<');
          expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify([value, text])));
        },
      ),
    );
  });
});
