import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareSpans } from './order.ts';
import { spansFromOtlpJson } from './otlp-json.ts';
import { toOtlpJson } from './otlp-json-write.ts';
import { MAX_PROBLEMS, parseTraceText, spansFromStdout } from './parse.ts';
import { spans } from './span.arbitrary.ts';

const flat = {
  name: 'checkout',
  trace_id: '0AF7651916CD43DD8448EB211C80319C',
  span_id: 'b7ad6b7169203331',
  parent_span_id: '00f067aa0ba902b7',
  kind: 'server',
  start_time_unix_nano: '1750000000000000001',
  attributes: {
    'http.route': '/checkout',
    retries: 2,
    ok: true,
    tags: ['a', 'b'],
    nested: { __proto__x: 1 },
  },
  resource_attributes: { 'service.name': { stringValue: 'api' } },
  events: ['cache.miss', { name: 'retry', time_unix_nano: 5, attributes: { n: 1 } }],
  status: 'ERROR',
};
const otlp = {
  resourceSpans: [
    {
      resource: { attributes: [{ key: 'service.name', value: { stringValue: 'api' } }] },
      scopeSpans: [
        {
          scope: { name: 'lib', version: '1' },
          spans: [
            {
              traceId: '0af7651916cd43dd8448eb211c80319c',
              spanId: 'B7AD6B7169203331',
              name: 'checkout',
              kind: 'SPAN_KIND_CLIENT',
              startTimeUnixNano: '1750000000000000001',
              status: { code: 2, message: 'gone' },
            },
          ],
        },
      ],
    },
  ],
};

describe('parseTraceText', () => {
  const line = JSON.stringify(flat);
  test.each([
    ['one flat span', line],
    ['one span to a line, with blank lines and CRLF', `\ufeff${line}\r\n\r\n`],
    ['an array', `[${line}]`],
    ['an object with spans, pretty-printed', JSON.stringify({ spans: [flat] }, null, 2)],
  ])('reads %s', (_form, text) => {
    const { spans: read, problemCount } = parseTraceText(text);
    expect(problemCount).toBe(0);
    expect(read).toMatchObject([
      {
        traceId: '0af7651916cd43dd8448eb211c80319c',
        spanId: 'b7ad6b7169203331',
        parentSpanId: '00f067aa0ba902b7',
        name: 'checkout',
        kind: 'server',
        startNs: 1_750_000_000_000_000_001n,
        endNs: undefined,
        status: { code: 'error', message: '' },
        events: [{ name: 'cache.miss' }, { name: 'retry', timeNs: 5n, attributes: new Map([['n', 1]]) }],
      },
    ]);
    expect(read[0]?.attributes.get('tags')).toEqual(['a', 'b']);
    expect(read[0]?.resource.attributes.get('service.name')).toBe('api');
  });

  test.each([
    ['OTLP/JSON on one line', JSON.stringify(otlp)],
    ['OTLP/JSON pretty-printed', JSON.stringify(otlp, null, 2)],
    ['one OTLP document to a line', `${JSON.stringify(otlp)}\n${JSON.stringify({ resourceSpans: [] })}\n`],
    ['an array of OTLP documents', JSON.stringify([otlp])],
    [
      'snake case keys',
      JSON.stringify(otlp).replaceAll('resourceSpans', 'resource_spans').replaceAll('traceId', 'trace_id'),
    ],
  ])('reads %s', (_form, text) => {
    const { spans: read, problemCount } = parseTraceText(text);
    expect(problemCount).toBe(0);
    expect(read).toMatchObject([
      {
        name: 'checkout',
        kind: 'client',
        spanId: 'b7ad6b7169203331',
        status: { code: 'error', message: 'gone' },
      },
    ]);
  });

  test('keeps a nanosecond time written as a bare number exact', () => {
    const text = line.replace('"1750000000000000001"', '1750000000000000001');
    expect(parseTraceText(text).spans[0]?.startNs).toBe(1_750_000_000_000_000_001n);
  });

  test('keeps one of several spans with the same ids, whichever came first', () => {
    const other = JSON.stringify({ ...flat, name: 'another' });
    for (const text of [`${line}\n${other}\n${line}`, `${other}\n${line}\n${line}`]) {
      const read = parseTraceText(text);
      expect(read.spans.map((span) => span.name)).toEqual(['another']);
      expect(read.duplicates).toBe(2);
    }
  });

  test('reports every line that is no span, at its line', () => {
    const read = parseTraceText(`${line}\nhello\n{"name":"x"}\n3\n`);
    expect(read.spans).toHaveLength(1);
    expect(read.problems.map((problem) => problem.line)).toEqual([2, 3, 4]);
    expect(read.problems[0]?.message).toMatch(/^not JSON: /);
  });

  test('reports a broken document once, and bounds what it reports', () => {
    expect(parseTraceText(JSON.stringify(otlp, null, 2).slice(0, -2))).toMatchObject({
      spans: [],
      problemCount: 1,
    });
    const many = parseTraceText(`${line}\n${'x\n'.repeat(500)}`);
    expect(many.problemCount).toBe(500);
    expect(many.problems).toHaveLength(MAX_PROBLEMS);
  });

  test('reports OTLP spans with invalid ids', () => {
    const read = parseTraceText(JSON.stringify(otlp).replace('B7AD6B7169203331', 'short'));
    expect(read.spans).toEqual([]);
    expect(read.problems[0]?.message).toContain('1 spans have an invalid');
  });

  test('of an empty text is an empty trace', () => {
    expect(parseTraceText(' \n')).toEqual({ spans: [], duplicates: 0, problems: [], problemCount: 0 });
  });

  test('takes a text nested 100,000 deep', () => {
    const deep = `${'[1234567890123456789,'.repeat(100_000)}1${']'.repeat(100_000)}`;
    expect(parseTraceText(deep).spans).toEqual([]);
    const value = `${'{"arrayValue":{"values":['.repeat(5000)}${']}}'.repeat(5000)}`;
    const read = parseTraceText(JSON.stringify(otlp).replace('{"stringValue":"api"}', value));
    expect(read.problems[0]?.message).toContain('at most 100 levels');
  });
});

describe('spansFromStdout', () => {
  test('takes JSON lines with name, trace_id and span_id, and nothing else', () => {
    const text = [
      'server listening on 4000',
      `  ${JSON.stringify(flat)}  `,
      '{"level":"info","msg":"hi"}',
      '{"name":"x","traceId":"1","spanId":"2"}',
      '{"name":"x","trace_id":1,"span_id":"2"}',
      '{"name":"y","trace_id":"t","span_id":"s"}',
      '{"name": broken}',
      `[${JSON.stringify(flat)}]`,
    ].join('\n');
    expect(spansFromStdout(text).map((span) => [span.name, span.spanId])).toEqual([
      ['checkout', 'b7ad6b7169203331'],
      ['y', 's'],
    ]);
  });
});

describe('toOtlpJson', () => {
  test('read back gives the same spans', () => {
    fc.assert(
      fc.property(fc.array(spans, { maxLength: 5 }), (given) => {
        const document: unknown = JSON.parse(JSON.stringify(toOtlpJson(given)));
        const read = spansFromOtlpJson(document);
        if (!read.ok) throw new Error(read.message);
        expect(read.rejected).toBe(0);
        expect([...read.spans].sort(compareSpans)).toEqual([...given].sort(compareSpans));
      }),
      { numRuns: 300 },
    );
  });

  test('groups spans by resource and scope, by content', () => {
    const [one] = parseTraceText(JSON.stringify(otlp)).spans;
    const [same] = parseTraceText(JSON.stringify(otlp)).spans;
    if (!one || !same) throw new Error('the document holds one span');
    const apart = { ...same, resource: { attributes: new Map([['service.name', 'db']]) } };
    expect(toOtlpJson([one, apart, same]).resourceSpans).toHaveLength(2);
  });
});

describe('spansFromOtlpJson', () => {
  test.each([
    ['a list as document', []],
    ['text as resourceSpans', { resourceSpans: 'x' }],
    ['a number as name', wrap({ name: 3 })],
    ['text as time', wrap({ startTimeUnixNano: 'soon' })],
    ['an unknown kind', wrap({ kind: 'SPAN_KIND_MAGIC' })],
    ['text as bool', wrap({ attributes: [{ key: 'k', value: { boolValue: 'true' } }] })],
    ['nothing as double', wrap({ attributes: [{ key: 'k', value: { doubleValue: '' } }] })],
  ])('refuses %s', (_what, document) => {
    expect(spansFromOtlpJson(document)).toMatchObject({ ok: false });
  });

  test('takes numbers of enumerations it does not know, nulls and unknown members', () => {
    const read = spansFromOtlpJson(
      wrap({ kind: 99, status: { code: 7 }, name: null, flags: 257, later: {} }),
    );
    expect(read).toMatchObject({
      ok: true,
      spans: [{ kind: 'unspecified', status: { code: 'unset' }, name: '' }],
    });
  });

  test('counts spans with invalid ids as rejected', () => {
    for (const ids of [
      { traceId: '' },
      { traceId: '0'.repeat(32) },
      { spanId: 'xyz' },
      { parentSpanId: '12' },
    ]) {
      expect(spansFromOtlpJson(wrap(ids))).toMatchObject({ ok: true, spans: [], rejected: 1 });
    }
  });
});

function wrap(span: Record<string, unknown>): unknown {
  const whole = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), ...span };
  return { resourceSpans: [{ scopeSpans: [{ spans: [whole] }] }] };
}
