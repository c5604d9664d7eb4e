import { describe, expect, test } from 'vitest';
import { printDiagnostics } from '../diagnostic/index.ts';
import type { ScopeStats } from './contract.ts';
import { diagnoseTelemetry, type TelemetryFacts } from './diagnose.ts';

const text = '[[scenario]]\nname = "checkout"\n\n[service.api]\n';
const place = { file: 'shop.span.toml', line: 2, column: 1, length: 4 };
const stats: ScopeStats = {
  requests: 3,
  spans: 20,
  duplicates: 0,
  rejected: 0,
  dropped: 0,
  limit: undefined,
  late: 0,
  malformed: 0,
  throttled: 0,
  ignored: 0,
  open: 0,
  missingParents: 0,
  lastActivityMs: 1,
  bySender: new Map(),
  problems: [],
};

function printed(given: Partial<ScopeStats>, facts: Partial<TelemetryFacts> = {}): string {
  const found = diagnoseTelemetry({
    stats: { ...stats, ...given },
    reason: 'evidence',
    expectsSpans: true,
    place,
    silent: [],
    ...facts,
  });
  return `\n${printDiagnostics(found, { source: () => text, color: false })}`;
}

describe('diagnoseTelemetry', () => {
  test('says nothing when all was well, or when nothing is claimed and nothing came', () => {
    expect(printed({})).toBe('\n');
    expect(printed({ spans: 0, requests: 0 }, { expectsSpans: false, reason: undefined })).toBe('\n');
  });

  test('SW7001', () => {
    const silent = [{ service: 'api', place: { ...place, line: 4, column: 2, length: 11 } }];
    expect(printed({}, { silent })).toMatchInlineSnapshot(`
      "
      warning[SW7001]: service \`api\` never exported a span
       --> shop.span.toml:4:2
        |
      4 | [service.api]
        |  ^^^^^^^^^^^
        hint: set \`telemetry = false\` if it is not instrumented
      "
    `);
  });

  test('SW7002', () => {
    expect(printed({ spans: 0, requests: 0 }) + printed({ spans: 0 })).toMatchInlineSnapshot(`
      "
      error[SW7002]: not one span was received, though the scenario claims something about spans (no export request was made)
       --> shop.span.toml:2:1
        |
      2 | name = "checkout"
        | ^^^^
        hint: check that the SDK is started and reads OTEL_EXPORTER_OTLP_ENDPOINT

      error[SW7002]: not one span was received, though the scenario claims something about spans (of 3 export requests)
       --> shop.span.toml:2:1
        |
      2 | name = "checkout"
        | ^^^^
        hint: check that the SDK is started and reads OTEL_EXPORTER_OTLP_ENDPOINT
      "
    `);
  });

  test('SW7003', () => {
    const full = { limit: '1,000,000 spans for one scenario', dropped: 512 };
    expect(printed(full, { reason: 'limit' })).toMatchInlineSnapshot(`
      "
      error[SW7003]: 512 spans refused: no room for more than 1,000,000 spans for one scenario
       --> shop.span.toml:2:1
        |
      2 | name = "checkout"
        | ^^^^
        hint: sample, or split the scenario
      "
    `);
  });

  test('SW7004', () => {
    expect(printed({ late: 1 })).toMatchInlineSnapshot(`
      "
      warning[SW7004]: 1 span arrived after the scenario had been judged
       --> shop.span.toml:2:1
        |
      2 | name = "checkout"
        | ^^^^
        hint: let the service flush its spans on SIGTERM
      "
    `);
  });

  test('SW7005', () => {
    const problems = [{ sender: 'api', message: 'not a trace export: field number 0, at byte 1' }];
    expect(printed({ malformed: 2, problems })).toMatchInlineSnapshot(`
      "
      warning[SW7005]: 2 export requests could not be taken; the first from \`api\`: not a trace export: field number 0, at byte 1
       --> shop.span.toml:2:1
        |
      2 | name = "checkout"
        | ^^^^
        hint: the sender was told the reason in the response
      "
    `);
  });

  test('SW7006', () => {
    expect(printed({ rejected: 4 })).toMatchInlineSnapshot(`
      "
      warning[SW7006]: left out 4 spans with an invalid trace id, span id or parent id
       --> shop.span.toml:2:1
        |
      2 | name = "checkout"
        | ^^^^
      "
    `);
  });

  test('SW7007', () => {
    expect(
      printed({ open: 1 }, { reason: 'deadline' }) + printed({}, { reason: 'deadline' }),
    ).toMatchInlineSnapshot(`
      "
      warning[SW7007]: the time to wait for the trace ended with 1 export request still being received
       --> shop.span.toml:2:1
        |
      2 | name = "checkout"
        | ^^^^

      warning[SW7007]: the time to wait for the trace ended with spans still arriving
       --> shop.span.toml:2:1
        |
      2 | name = "checkout"
        | ^^^^
      "
    `);
  });

  test('SW7008', () => {
    expect(printed({ missingParents: 2 })).toMatchInlineSnapshot(`
      "
      warning[SW7008]: 2 spans of 20 name a parent that was not received
       --> shop.span.toml:2:1
        |
      2 | name = "checkout"
        | ^^^^
        hint: a span is exported only when it ends
      "
    `);
  });

  test('SW7009', () => {
    expect(printed({ throttled: 12 })).toMatchInlineSnapshot(`
      "
      warning[SW7009]: 12 export requests had to be put off: too many were open at once
       --> shop.span.toml:2:1
        |
      2 | name = "checkout"
        | ^^^^
        hint: run fewer scenarios at once, with --jobs
      "
    `);
  });
});
