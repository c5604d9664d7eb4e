import { describe, expect, test } from 'vitest';
import type { TraceExpectation } from '../scenario/index.ts';
import { INCOMPLETE, judgeOne, span } from './trace.fixture.ts';

const root = span('GET /', { trace: 1 });
const query = span('SELECT', { below: root });
const other = span('GET /', { trace: 2 });
const torn = span('SELECT', { trace: 3, parentSpanId: 'e'.repeat(16) });
const spans = [root, query, other, torn];

function judge(expectation: TraceExpectation) {
  return judgeOne({ trace: [expectation] }, spans);
}

describe('trace', () => {
  test.each<TraceExpectation>([
    { span_names: ['GET /', 'SELECT'] },
    { span_names: ['GET *', 'SEL*'], parent_child: [['GET /', 'SELECT']], complete: true },
    { span_names: ['GET /'], trace_id: root.traceId.toUpperCase() },
  ])('%j passes', (expectation) => {
    expect(judge(expectation)).toMatchObject({ outcome: 'passed', path: ['expect', 'trace', 0] });
  });

  test.each<[TraceExpectation, string, string]>([
    [{ span_names: ['GET /', 'charge'] }, 'trace[GET /].span_names', `trace ${root.traceId} lacks "charge"`],
    [{ span_names: ['charge'] }, 'trace[charge].span_names', 'every trace lacks "charge"'],
    [
      { span_names: ['GET /', 'SELECT'], trace_id: other.traceId },
      'trace[GET /].span_names',
      `trace ${other.traceId} lacks "SELECT"`,
    ],
    [{ span_names: ['GET /'], trace_id: 'ab' }, 'trace[GET /].span_names', 'trace ab lacks "GET /"'],
    [
      { span_names: ['SELECT'], parent_child: [['SELECT', 'GET /']] },
      'trace[SELECT].parent_child',
      'every trace lacks "SELECT" -> "GET /"',
    ],
    [
      { span_names: ['SELECT'], trace_id: torn.traceId, complete: true },
      'trace[SELECT].complete',
      '1 span without the parent they name: "SELECT"',
    ],
  ])('%j fails', (expectation, rule, actual) => {
    expect(judge(expectation)).toMatchObject({ outcome: 'failed', rule: `expect.${rule}`, actual });
  });

  test('everything must hold in one and the same trace', () => {
    const split = [span('a', { trace: 1 }), span('b', { trace: 2 })];
    expect(judgeOne({ trace: [{ span_names: ['a', 'b'] }] }, split).outcome).toBe('failed');
  });

  test('the proof is spans of the traces that hold it', () => {
    expect(judge({ span_names: ['GET /', 'SELECT'] }).proof.map(({ spanId }) => spanId)).toEqual([
      root.spanId,
      query.spanId,
    ]);
  });

  test('while telemetry is incomplete, what exists stands and wholeness does not', () => {
    const outcome = (complete: boolean) =>
      judgeOne({ trace: [{ span_names: ['SELECT'], complete }] }, spans, { completeness: INCOMPLETE })
        .outcome;
    expect(outcome(false)).toBe('passed');
    expect(outcome(true)).toBe('undecided');
  });
});
