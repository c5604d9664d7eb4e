import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Span } from '../trace/index.ts';
import { judge, judgeOne, outcomes, span, traces } from './trace.fixture.ts';

function within(outer: string, contains: string[], spans: readonly Span[]) {
  return judge({ window: [{ outer, contains }] }, spans);
}

describe('window', () => {
  const outer = span('outer', { from: 10, to: 20 });

  test.each<[string, [number, number], boolean]>([
    ['inside', [12, 18], true],
    ['equal', [10, 20], true],
    ['an instant on the edge', [20, 20], true],
    ['early within the tolerance', [9, 18], true],
    ['late within the tolerance', [12, 21], true],
    ['early', [8.9, 18], false],
    ['late', [12, 21.1], false],
    ['around', [8, 22], false],
  ])('%s', (_case, [from, to], passes) => {
    const [finding] = within('outer', ['inner'], [outer, span('inner', { from, to })]);
    expect(finding).toMatchObject({ outcome: passes ? 'passed' : 'failed', rule: 'expect.window[outer]' });
  });

  test('the tolerance is as given', () => {
    const late = span('inner', { from: 12, to: 20.5 });
    const judged = (tolerance: number) =>
      judgeOne({ window: [{ outer: 'outer', contains: ['inner'], tolerance }] }, [outer, late]).outcome;
    expect([judged(0), judged(0.5)]).toEqual(['failed', 'passed']);
  });

  test('every inner span must be inside some outer span, whichever', () => {
    const second = span('outer', { from: 30, to: 40 });
    const inners = [span('inner', { from: 11, to: 12 }), span('inner', { from: 31, to: 40 })];
    expect(within('outer', ['inner'], [outer, second, ...inners])[0]?.outcome).toBe('passed');
    const between = span('inner', { from: 18, to: 32 });
    expect(within('outer', ['inner'], [outer, second, ...inners, between])[0]).toMatchObject({
      outcome: 'failed',
      message: '1 of 3 not inside: "inner" ends 12 ms after the nearest "outer"',
      proof: [{ spanId: between.spanId }],
    });
  });

  test('only time counts, not kinship or the trace', () => {
    expect(
      within('outer', ['inner'], [outer, span('inner', { from: 11, to: 12, trace: 2 })])[0]?.outcome,
    ).toBe('passed');
  });

  test('a span is not inside itself', () => {
    expect(within('outer', ['outer'], [outer])[0]?.outcome).toBe('failed');
    expect(within('outer', ['outer'], [outer, span('outer', { from: 10, to: 20 })])[0]?.outcome).toBe(
      'passed',
    );
    expect(within('*', ['outer'], [outer])[0]?.message).toContain('has no other span "*"');
  });

  test('absent names and missing times fail', () => {
    const findings = judge({ window: [{ outer: 'outer', contains: ['nobody', 'untimed', 'reversed'] }] }, [
      outer,
      span('untimed', { untimed: true }),
      span('reversed', { from: 15, to: 14 }),
    ]);
    expect(findings.map(({ outcome, actual }) => [outcome, actual])).toEqual([
      ['failed', 'no span "nobody"'],
      ['failed', 'has no start and end time to compare'],
      ['failed', 'has no start and end time to compare'],
    ]);
    expect(
      within('untimed', ['inner'], [span('untimed', { untimed: true }), span('inner')])[0]?.outcome,
    ).toBe('failed');
  });

  test('each contained name is a finding of its own, at its own place', () => {
    const findings = within('outer', ['a', 'b'], [outer, span('a', { from: 11 }), span('b', { from: 0 })]);
    expect(outcomes(findings)).toEqual(['passed expect.window[outer]', 'failed expect.window[outer]']);
    expect(findings[1]?.path).toEqual(['expect', 'window', 0, 'contains', 1]);
  });

  test('agrees with comparing every inner span with every outer one', () => {
    const name = fc.constantFrom('a', 'b', 'c');
    fc.assert(
      fc.property(traces, name, name, fc.nat(3), (spans, outer, inner, tolerance) => {
        fc.pre(spans.some((each) => each.name === outer) && spans.some((each) => each.name === inner));
        const finding = judgeOne({ window: [{ outer, contains: [inner], tolerance }] }, spans);
        const toleranceNs = BigInt(tolerance) * 1_000_000n;
        expect(finding.outcome).toBe(everyInside(spans, { outer, inner, toleranceNs }) ? 'passed' : 'failed');
      }),
      { numRuns: 300 },
    );
  });
});

interface Names {
  readonly outer: string;
  readonly inner: string;
  readonly toleranceNs: bigint;
}

function everyInside(spans: readonly Span[], { outer, inner, toleranceNs }: Names): boolean {
  const inside = (child: Span, parent: Span) =>
    child !== parent &&
    child.startNs !== undefined &&
    child.endNs !== undefined &&
    parent.startNs !== undefined &&
    parent.endNs !== undefined &&
    parent.startNs <= child.startNs + toleranceNs &&
    child.endNs <= parent.endNs + toleranceNs;
  const outers = spans.filter((each) => each.name === outer);
  return spans
    .filter((each) => each.name === inner)
    .every((child) => outers.some((each) => inside(child, each)));
}
