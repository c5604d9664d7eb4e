import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Expectations } from '../scenario/index.ts';
import { awaitedRules } from './evaluate.ts';
import { MAX_PROOF } from './finding.ts';
import {
  expectations,
  INCOMPLETE,
  judge,
  judgeOne,
  outcomes,
  span,
  traceOf,
  traces,
} from './trace.fixture.ts';

/** Claims that an empty trace would satisfy if nobody looked, one of every kind. */
const vacuous: Expectations = {
  span: [
    { name: 'a', count: { lte: 3 } },
    { name: 'b', count: { eq: 0 } },
    { name: 'c', when: { span: 'a' } },
  ],
  graph: { must_not_cross: [['a', 'b']], acyclic: true },
  counts: {
    spans_total: { lte: 5 },
    events_total: { eq: 0 },
    errors_total: { eq: 0 },
    by_name: { a: { lte: 1 } },
  },
  status: { all: 'OK' },
  hermeticity: {
    no_external_services: true,
    resource_attrs: { must_match: { 'service.name': 'api' } },
    span_attrs: { forbid_keys: ['secret'] },
  },
};

const honest: Expectations = {
  span: [{ name: 'a' }],
  graph: { must_include: [['a', 'b']] },
  window: [{ outer: 'a', contains: ['b'] }],
  order: { must_precede: [['a', 'b']], must_follow: [['b', 'a']] },
  status: { by_name: { a: 'OK' } },
  trace: [{ span_names: ['a', 'b'] }],
};

test('a claim that no expectation says leaves the verdict open, whatever else holds', () => {
  const claims = { span: [{ name: 'a' }], unjudged: ['it is fast', 'it is right'] };
  const findings = judge(claims, [span('a')]);
  expect(findings.map(({ rule, outcome }) => [rule, outcome])).toEqual([
    ['expect.span[a].existence', 'passed'],
    ['expect.unjudged[it is fast]', 'undecided'],
    ['expect.unjudged[it is right]', 'undecided'],
  ]);
  expect(awaitedRules(claims, traceOf([]))).toEqual(['expect.span[a].existence']);
});

describe('on an empty trace', () => {
  test('nothing passes', () => {
    for (const finding of [...judge(vacuous, []), ...judge(honest, [])])
      expect(finding).toMatchObject({
        outcome: 'failed',
        noSpans: true,
        actual: '0 spans collected',
        edit: undefined,
      });
  });

  test('nothing is even failed while telemetry is incomplete', () => {
    for (const finding of judge(vacuous, [], { completeness: INCOMPLETE }))
      expect(finding.outcome).toBe('undecided');
  });

  test('own spans do not make it less empty, and what is claimed of them is judged', () => {
    const own = [span('spanwright.step')];
    const findings = judge(
      {
        span: [{ name: 'spanwright.step' }, { name: 'a' }],
        counts: { spans_total: { lte: 9 }, by_name: { 'spanwright.step': { eq: 1 } } },
      },
      [],
      { own },
    );
    expect(outcomes(findings)).toEqual([
      'passed expect.span[spanwright.step].existence',
      'failed expect.span[a].existence',
      'failed expect.counts.spans_total',
      'passed expect.counts.by_name[spanwright.step]',
    ]);
  });
});

describe('evaluate', () => {
  test('goes through the kinds in a fixed order, and stands at the given place', () => {
    const all: Expectations = { trace: honest.trace, ...vacuous, ...honest };
    const rules = judge(all, [span('a')]).map(({ rule }) => rule.split(/[.[]/)[1]);
    expect([...new Set(rules)]).toEqual(
      ['span', 'graph', 'window', 'order', 'status', 'trace']
        .toSpliced(2, 0, 'counts')
        .toSpliced(6, 0, 'hermeticity'),
    );
  });

  test('reports every key that is present, also those that ask for nothing', () => {
    const nothing: Expectations = {
      span: [],
      graph: { must_include: [], must_not_cross: [], acyclic: false },
      counts: {},
      window: [],
      order: { must_precede: [], must_follow: [] },
      status: { by_name: {} },
      hermeticity: {},
      trace: [],
    };
    const findings = judge(nothing, []);
    expect(outcomes(findings)).toEqual([
      'notApplicable expect.span',
      'notApplicable expect.graph.must_include',
      'notApplicable expect.graph.must_not_cross',
      'notApplicable expect.graph.acyclic',
      'notApplicable expect.counts',
      'notApplicable expect.window',
      'notApplicable expect.order.must_precede',
      'notApplicable expect.order.must_follow',
      'notApplicable expect.status.by_name',
      'notApplicable expect.hermeticity',
      'notApplicable expect.trace',
    ]);
  });

  test('proof is bounded, the earliest spans first', () => {
    const many = Array.from({ length: 50 }, (_, index) => span('a', { from: 50 - index }));
    const finding = judgeOne({ counts: { spans_total: { gte: 1 } } }, many);
    expect(finding.proofCount).toBe(50);
    expect(finding.proof).toHaveLength(MAX_PROOF);
    expect(finding.proof[0]?.spanId).toBe(many[49]?.spanId);
  });

  test('findings are plain data', () => {
    const findings = judge({ ...vacuous, ...honest }, [span('a'), span('b')]);
    expect(JSON.parse(JSON.stringify(findings))).toEqual(
      JSON.parse(JSON.stringify(structuredClone(findings))),
    );
  });

  test('keys such as __proto__ are names like any other', () => {
    const table = JSON.parse('{"__proto__":{"eq":1},"constructor":{"eq":0}}');
    expect(outcomes(judge({ counts: { by_name: table } }, [span('__proto__')]))).toEqual([
      'passed expect.counts.by_name[__proto__]',
      'passed expect.counts.by_name[constructor]',
    ]);
  });
});

describe('properties', () => {
  test('findings do not depend on the order in which spans arrive', () => {
    const shuffled = traces.chain((spans) =>
      fc.tuple(
        fc.constant(spans),
        fc.shuffledSubarray([...spans], { minLength: spans.length, maxLength: spans.length }),
      ),
    );
    fc.assert(
      fc.property(shuffled, expectations, ([spans, others], claimed) => {
        expect(judge(claimed, others)).toEqual(judge(claimed, spans));
      }),
      { numRuns: 300 },
    );
  });

  test('what is decided on part of a trace is decided alike on the whole', () => {
    let decided = 0;
    const parted = traces.chain((spans) => fc.tuple(fc.constant(spans), fc.subarray([...spans])));
    fc.assert(
      fc.property(parted, expectations, ([whole, part], claimed) => {
        const early = judge(claimed, part, { completeness: INCOMPLETE });
        const late = judge(claimed, whole);
        for (const [at, finding] of early.entries()) {
          if (finding.outcome === 'undecided') continue;
          decided++;
          expect([finding.rule, late[at]?.outcome]).toEqual([finding.rule, finding.outcome]);
        }
      }),
      { numRuns: 1000 },
    );
    expect(decided).toBeGreaterThan(500);
  });

  test('an edge or a span that exists goes on existing when more spans come', () => {
    fc.assert(
      fc.property(traces, traces, (spans, more) => {
        const claimed = {
          span: [{ name: 'a', kind: 'server' as const }],
          graph: { must_include: [['a', 'b']] as [string, string][] },
        };
        const before = judge(claimed, spans);
        const after = judge(claimed, [...spans, ...more]);
        for (const [at, finding] of before.entries())
          if (finding.outcome === 'passed') expect(after[at]?.outcome).toBe('passed');
      }),
    );
  });

  test('nothing passes without spans', () => {
    fc.assert(
      fc.property(expectations, (claimed) => {
        for (const finding of judge(claimed, [])) expect(finding.outcome).not.toBe('passed');
      }),
    );
  });
});

describe('awaitedRules', () => {
  const claimed: Expectations = {
    span: [{ name: 'a' }, { name: 'b', count: { gte: 2, lte: 3 } }],
    graph: { must_not_cross: [['a', 'b']] },
  };

  test('names what more spans may yet bring about', () => {
    expect(awaitedRules(claimed, traceOf([]))).toHaveLength(3);
    expect(awaitedRules(claimed, traceOf([span('a')]))).toEqual(['expect.span[b].existence']);
  });

  test('is empty once waiting can only make things worse', () => {
    const a = span('a');
    expect(awaitedRules(claimed, traceOf([a, span('b', { below: a }), span('b')]))).toEqual([]);
  });
});
