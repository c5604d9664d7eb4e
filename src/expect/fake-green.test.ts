import { describe, expect, test } from 'vitest';
import type { Expectations } from '../scenario/index.ts';
import type { Span } from '../trace/index.ts';
import { judge, span } from './trace.fixture.ts';
import { verdictOf } from './verdict.ts';

// The family of clnrm-format section f: success without the behaviour, and the first rule that must catch it.

const expectations: Expectations = {
  span: [
    {
      name: 'clnrm.run',
      kind: 'internal',
      attrs: { all: { result: 'pass' } },
      duration_ms: { min: 1, max: 600_000 },
    },
    { name: 'clnrm.step:hello', events: { all: ['container.start', 'container.exec', 'container.stop'] } },
  ],
  graph: { must_include: [['clnrm.run', 'clnrm.step:hello']], acyclic: true },
  counts: { spans_total: { gte: 3, lte: 200 }, by_name: { 'clnrm.run': { eq: 1 } } },
  window: [{ outer: 'clnrm.run', contains: ['clnrm.step:hello'] }],
  order: { must_precede: [['clnrm.plugin.registry', 'clnrm.step:hello']] },
  status: { all: 'OK' },
  hermeticity: { no_external_services: true, resource_attrs: { must_match: { 'service.name': 'api' } } },
};

const root = span('clnrm.run', { from: 0, to: 100, status: 'ok', attributes: { result: 'pass' } });
const registry = span('clnrm.plugin.registry', { below: root, from: 1, to: 5, status: 'ok' });
const events = ['container.start', 'container.exec', 'container.stop'];
const step = span('clnrm.step:hello', { below: root, from: 10, to: 90, status: 'ok', events });
const honest = [root, registry, step];

describe('fake green', () => {
  test.each<[string, Expectations, Span[], string]>([
    ['echo attack', { span: expectations.span }, [], 'expect.span[clnrm.run].existence'],
    ['log mimicry', expectations, [], 'expect.span[clnrm.run].existence'],
    ['empty OTEL environment', expectations, [], 'expect.span[clnrm.run].existence'],
    [
      'no execution',
      expectations,
      [root, registry, { ...step, events: [] }],
      'expect.span[clnrm.step:hello].events.all',
    ],
    [
      'missing edges',
      expectations,
      [root, registry, { ...step, parentSpanId: undefined }],
      'expect.graph.must_include',
    ],
    [
      'missing children',
      { ...expectations, span: expectations.span?.slice(0, 1) },
      [root],
      'expect.graph.must_include',
    ],
    [
      'wrong counts, no span at all',
      { counts: { spans_total: { gte: 4 } } },
      [],
      'expect.counts.spans_total',
    ],
    ['wrong counts', expectations, [root, step], 'expect.counts.spans_total'],
    [
      'status mismatch',
      expectations,
      [root, registry, { ...step, status: { code: 'error', message: '' } }],
      'expect.status.all',
    ],
  ])('%s', (_case, claimed, spans, rule) => {
    const findings = judge(claimed, spans);
    const first = findings.find(({ outcome }) => outcome !== 'passed');
    expect(first).toMatchObject({ outcome: 'failed', rule });
    expect(first?.cheat).toBeTypeOf('string');
    expect(verdictOf(findings)).toBe('failed');
  });

  test('the honest twin passes', () => {
    const findings = judge(expectations, honest);
    expect(findings.filter(({ outcome }) => outcome !== 'passed')).toEqual([]);
    expect(verdictOf(findings)).toBe('passed');
  });

  test('its own steps do not help a silent program', () => {
    const own = [span('spanwright.run'), span('spanwright.step', { status: 'ok' })];
    expect(judge({ span: [{ name: '*' }] }, [], { own })[0]).toMatchObject({
      outcome: 'failed',
      noSpans: true,
    });
  });
});
