import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Expectations } from '../scenario/index.ts';
import { createTrace, type Span } from '../trace/index.ts';
import { judgeClaim } from './claim.ts';
import { claimsOf, evaluate } from './evaluate.ts';
import { createSubject } from './subject.ts';
import { expectations, span, traces } from './trace.fixture.ts';

const completeness = { complete: true } as const;

function oneByOne(asked: Expectations, spans: readonly Span[]) {
  const trace = createTrace({ spans, own: [] });
  return claimsOf(asked, []).map((claim) => judgeClaim(claim, createSubject(trace), completeness));
}

function together(asked: Expectations, spans: readonly Span[]) {
  return evaluate({ expectations: asked, base: [], trace: createTrace({ spans, own: [] }), completeness });
}

test('claims that are judged together come to what each comes to by itself', () => {
  fc.assert(
    fc.property(expectations, traces, (asked, spans) => {
      expect(together(asked, spans)).toEqual(oneByOne(asked, spans));
    }),
    { numRuns: 1000 },
  );
});

test('windows of one name with different tolerances are not taken for one another', () => {
  const spans = [span('outer', { from: 10, to: 20 }), span('inner', { from: 12, to: 22 })];
  const window = [1, 2, 1].map((tolerance) => ({ outer: 'outer', contains: ['inner'], tolerance }));
  expect(together({ window }, spans)).toEqual(oneByOne({ window }, spans));
  expect(together({ window }, spans).map(({ outcome }) => outcome)).toEqual(['failed', 'passed', 'failed']);
});
