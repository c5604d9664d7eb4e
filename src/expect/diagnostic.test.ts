import { describe, expect, test } from 'vitest';
import { type Diagnostic, printDiagnostic } from '../diagnostic/index.ts';
import { findingDiagnostic, nothingJudged } from './diagnostic.ts';
import type { Finding } from './finding.ts';
import { INCOMPLETE, judgeOne, span } from './trace.fixture.ts';

const source = '[[expect.span]]\nname = "GET /order"';
const place = { file: 'shop.span.toml', line: 2, column: 8, length: 12 };

function print(diagnostic: Diagnostic | undefined): string {
  return diagnostic ? printDiagnostic(diagnostic, { source: () => source, color: false }) : '';
}

const printed = (finding: Finding) => print(findingDiagnostic(finding, place));

describe('findingDiagnostic', () => {
  const expectations = { span: [{ name: 'GET /order' }] };

  test('SW8001: a failed expectation, with the edit that would accept the trace', () => {
    expect(printed(judgeOne(expectations, [span('GET /orders')]))).toMatchInlineSnapshot(`
      "error[SW8001]: expect.span[GET /order].existence: no span "GET /order" arrived; the nearest is "GET /orders"
       --> shop.span.toml:2:8
        |
      2 | name = "GET /order"
        |        ^^^^^^^^^^^^
        expected: a span "GET /order"
        hint: if the trace is right, write: name = "GET /orders"
      "
    `);
  });

  test('SW8001: without an edit, the nearest span', () => {
    const long = span('GET /order', { attributes: { body: 'x'.repeat(200) } });
    const body = { span: [{ name: 'GET /order', kind: 'server' as const, attrs: { all: { body: 'y' } } }] };
    expect(printed(judgeOne(body, [long]))).toMatchInlineSnapshot(`
      "error[SW8001]: expect.span[GET /order].kind: 1 span "GET /order" arrived, but it does not satisfy every clause; nearest: kind: expected "server", has "internal"
       --> shop.span.toml:2:8
        |
      2 | name = "GET /order"
        |        ^^^^^^^^^^^^
        expected: kind "server"
        hint: nearest span: GET /order; kind: expected "server", has "internal"; attrs.all "body": expected "y", has "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…"
      "
    `);
  });

  test('SW8002: no span at all', () => {
    expect(printed(judgeOne(expectations, []))).toMatchInlineSnapshot(`
      "error[SW8002]: expect.span[GET /order].existence: 0 spans collected: the tested system sent none, so nothing it did is proved
       --> shop.span.toml:2:8
        |
      2 | name = "GET /order"
        |        ^^^^^^^^^^^^
        expected: a span "GET /order"
        hint: see that the program is instrumented, and exports to OTEL_EXPORTER_OTLP_ENDPOINT before it ends
      "
    `);
  });

  test('SW8003: undecided', () => {
    expect(printed(judgeOne(expectations, [], { completeness: INCOMPLETE }))).toMatchInlineSnapshot(`
      "warning[SW8003]: expect.span[GET /order].existence: cannot be judged, because the limit of 10 spans was reached; so far: 0 spans collected: the tested system sent none, so nothing it did is proved
       --> shop.span.toml:2:8
        |
      2 | name = "GET /order"
        |        ^^^^^^^^^^^^
        expected: a span "GET /order"
      "
    `);
  });

  test('SW8004: not applicable', () => {
    expect(printed(judgeOne({ graph: { acyclic: false } }, [span('a')]))).toMatchInlineSnapshot(`
      "info[SW8004]: expect.graph.acyclic: acyclic = false allows cycles without asking for them, so there is nothing to judge
       --> shop.span.toml:2:8
        |
      2 | name = "GET /order"
        |        ^^^^^^^^^^^^
        expected: nothing
      "
    `);
  });

  test('nothing for what passed', () => {
    expect(findingDiagnostic(judgeOne({ span: [{ name: 'a' }] }, [span('a')]), place)).toBeUndefined();
  });
});

test('SW8005: nothing was judged', () => {
  expect(print(nothingJudged(place))).toMatchInlineSnapshot(`
    "warning[SW8005]: nothing was judged, so nothing is proved
     --> shop.span.toml:2:8
      |
    2 | name = "GET /order"
      |        ^^^^^^^^^^^^
      hint: write an expectation that can fail
    "
  `);
});
