import { describe, expect, test } from 'vitest';
import { printDiagnostic } from '../diagnostic/index.ts';
import { findingDiagnostic, nothingJudged } from './diagnostic.ts';
import type { Finding } from './finding.ts';
import { INCOMPLETE, judgeOne, span } from './trace.fixture.ts';

const source = ['[[expect.span]]', 'name = "GET /order"'].join('\n');
const place = { file: 'shop.span.toml', line: 2, column: 8, length: 12 };

function printed(finding: Finding): string {
  const found = findingDiagnostic(finding, place);
  return found ? printDiagnostic(found, { source: () => source, color: false }) : '';
}

describe('findingDiagnostic', () => {
  const expectations = { span: [{ name: 'GET /order' }] };

  test('SW8001: a failed expectation, with the edit that would accept the trace', () => {
    expect(printed(judgeOne(expectations, [span('GET /orders')]))).toBe(
      `error[SW8001]: expect.span[GET /order].existence: no span "GET /order" arrived; the nearest is "GET /orders"
 --> shop.span.toml:2:8
  |
2 | name = "GET /order"
  |        ^^^^^^^^^^^^
  expected: a span "GET /order"
  hint: if the trace is right, write: name = "GET /orders"
`,
    );
  });

  test('SW8002: no span at all', () => {
    expect(printed(judgeOne(expectations, []))).toMatch(
      /^error\[SW8002\]: expect\.span\[GET \/order\]\.existence: 0 spans collected/,
    );
  });

  test('SW8003: undecided', () => {
    expect(printed(judgeOne(expectations, [], { completeness: INCOMPLETE }))).toMatch(
      /^warning\[SW8003\]: .* cannot be judged, because the limit of 10 spans was reached/,
    );
  });

  test('SW8004: not applicable', () => {
    expect(printed(judgeOne({ graph: { acyclic: false } }, [span('a')]))).toMatch(
      /^info\[SW8004\]: expect\.graph\.acyclic: .* nothing to judge/,
    );
  });

  test('SW8005: nothing was judged', () => {
    expect(printDiagnostic(nothingJudged(place), { source: () => source, color: false })).toMatch(
      /^warning\[SW8005\]: nothing was judged/,
    );
  });

  test('nothing for what passed', () => {
    expect(findingDiagnostic(judgeOne({ span: [{ name: 'a' }] }, [span('a')]), place)).toBeUndefined();
  });
});
