import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { SpanExpectation } from '../../scenario/index.ts';
import { createTrace, type Span } from '../../trace/index.ts';
import { judgeClaim } from '../claim.ts';
import { evaluate } from '../evaluate.ts';
import { createSubject } from '../subject.ts';
import { expectations, span, traces } from '../trace.fixture.ts';
import { spanClaims } from './claims.ts';

const completeness = { complete: true } as const;

function oneByOne(list: readonly SpanExpectation[], spans: readonly Span[]) {
  const trace = createTrace({ spans, own: [] });
  return spanClaims(list, ['span']).map((claim) => judgeClaim(claim, createSubject(trace), completeness));
}

function inOnePass(list: readonly SpanExpectation[], spans: readonly Span[]) {
  const trace = createTrace({ spans, own: [] });
  return evaluate({ expectations: { span: list }, base: [], trace, completeness });
}

test('many expectations counted in one pass come to what each comes to by itself', () => {
  fc.assert(
    fc.property(expectations, traces, ({ span: list = [] }, spans) => {
      expect(inOnePass(list, spans)).toEqual(oneByOne(list, spans));
    }),
    { numRuns: 1000 },
  );
});

test('more spans than are shown, and more than are looked for', () => {
  const spans = Array.from({ length: 50 }, (_, index) => span('a', { from: index, attributes: { key: 1 } }));
  const list: SpanExpectation[] = [
    { name: 'a' },
    { name: 'a*', attrs: { all: { key: 1 } } },
    { name: 'a', attrs: { all: { key: 1 } }, count: { gte: 2 } },
    { name: 'a', attrs: { all: { key: 1 } }, count: { lte: 49 } },
    { name: 'a', attrs: { all: { key: { matches: '(' } } } },
  ];
  expect(inOnePass(list, spans)).toEqual(oneByOne(list, spans));
  expect(inOnePass(list, spans).map(({ outcome, proofCount }) => [outcome, proofCount])).toEqual([
    ['passed', 50],
    ['passed', 20],
    ['passed', 50],
    ['failed', 50],
    ['undecided', 0],
  ]);
});

test('a span that is named like one of the own ones counts for nothing', () => {
  const spans = [span('spanwright.step'), span('a')];
  const list: SpanExpectation[] = [{ name: '*', count: { eq: 1 } }, { name: 'spanwright.step' }];
  expect(inOnePass(list, spans)).toEqual(oneByOne(list, spans));
  expect(inOnePass(list, spans).map(({ outcome }) => outcome)).toEqual(['passed', 'failed']);
});
