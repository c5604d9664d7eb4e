import { describe, expect, test } from 'vitest';
import type { CountsExpectation } from '../scenario/index.ts';
import { INCOMPLETE, judge, judgeOne, outcomes, span } from './trace.fixture.ts';

const spans = [
  span('a', { events: ['x', 'y'] }),
  span('a', { status: 'error', message: 'card declined' }),
  span('b', { events: ['x'], attributes: { 'otel.status_code': 'error' } }),
  span('c', { attributes: { error: true } }),
  span('c', { attributes: { error: false, status: 'ok' } }),
];
const own = [span('spanwright.step'), span('spanwright.step', { status: 'error' })];

function count(counts: CountsExpectation) {
  return judge({ counts }, spans, { own });
}

describe('counts', () => {
  test.each<[CountsExpectation, string]>([
    [{ spans_total: { eq: 5 } }, 'spans_total'],
    [{ spans_total: { gte: 5, lte: 5 } }, 'spans_total'],
    [{ events_total: { eq: 3 } }, 'events_total'],
    [{ errors_total: { eq: 3 } }, 'errors_total'],
    [{ by_name: { a: { eq: 2 } } }, 'by_name[a]'],
    [{ by_name: { 'spanwright.step': { eq: 2 } } }, 'by_name[spanwright.step]'],
    [{ by_name: { nobody: { lte: 3 } } }, 'by_name[nobody]'],
  ])('%j passes', (counts, rule) => {
    expect(outcomes(count(counts))).toEqual([`passed expect.counts.${rule}`]);
  });

  test.each<[CountsExpectation, string, string | undefined]>([
    [{ spans_total: { gte: 6 } }, '5', 'spans_total.gte = 5'],
    [{ spans_total: { eq: 5, gte: 6 } }, '5', 'spans_total.gte = 5'],
    [{ spans_total: { gte: 9, lte: 2 } }, '5', 'spans_total.gte = 5\nspans_total.lte = 5'],
    [{ events_total: { lte: 2 } }, '3', 'events_total.lte = 3'],
    [{ errors_total: { eq: 0 } }, '3', 'errors_total.eq = 3'],
    [{ by_name: { 'a*': { gte: 1 } } }, '0', undefined],
    [{ by_name: { a: { eq: 1 } } }, '2', 'by_name.a.eq = 2'],
  ])('%j fails', (counts, actual, edit) => {
    expect(count(counts)).toMatchObject([{ outcome: 'failed', actual, edit }]);
  });

  test('every bound given counts, one finding a key', () => {
    const findings = count({
      spans_total: { gte: 1 },
      errors_total: { eq: 0 },
      by_name: { a: { gte: 1 }, z: { gte: 1 } },
    });
    expect(outcomes(findings)).toEqual([
      'passed expect.counts.spans_total',
      'failed expect.counts.errors_total',
      'passed expect.counts.by_name[a]',
      'failed expect.counts.by_name[z]',
    ]);
    expect(findings[3]?.path).toEqual(['expect', 'counts', 'by_name', 'z']);
  });

  test('errors are told with what their senders say of them', () => {
    expect(count({ errors_total: { eq: 0 } })[0]?.message).toBe(
      '3 counted, exactly 0 expected; "a": ERROR ("card declined"), "b": ERROR, "c": UNSET',
    );
  });

  test('a name nobody has is told with the one that was perhaps meant', () => {
    const finding = judgeOne({ counts: { by_name: { chekout: { gte: 1 } } } }, [span('checkout')]);
    expect(finding.message).toContain('no span "chekout" arrived, but "checkout" did');
  });

  test('a bound without numbers asks for nothing', () => {
    expect(outcomes(count({ spans_total: {}, by_name: {} }))).toEqual([
      'notApplicable expect.counts.spans_total',
      'notApplicable expect.counts.by_name',
    ]);
  });

  test('while telemetry is incomplete, a lower bound that is met and an upper one that is exceeded stand', () => {
    const outcomeOf = (spans_total: CountsExpectation['spans_total']) =>
      judgeOne({ counts: { spans_total } }, spans, { completeness: INCOMPLETE }).outcome;
    expect(outcomeOf({ gte: 5 })).toBe('passed');
    expect(outcomeOf({ gte: 6 })).toBe('undecided');
    expect(outcomeOf({ lte: 5 })).toBe('undecided');
    expect(outcomeOf({ lte: 4 })).toBe('failed');
    expect(outcomeOf({ eq: 5 })).toBe('undecided');
    expect(outcomeOf({ eq: 4 })).toBe('failed');
    expect(outcomeOf({ eq: 6 })).toBe('undecided');
  });
});
