import { expect, test } from 'vitest';
import { parseTraceText } from './parse.ts';

/** As Jaeger's query API answers `/api/traces/ID`, shortened. */
const answer = {
  data: [
    {
      traceID: '4bf92f3577b34da6a3ce929d0e0e4736',
      spans: [
        {
          traceID: '4bf92f3577b34da6a3ce929d0e0e4736',
          spanID: 'f067aa0ba902b7',
          operationName: 'GET /orders',
          references: [],
          startTime: 1_700_000_000_000_001,
          duration: 2500,
          tags: [
            { key: 'span.kind', type: 'string', value: 'server' },
            { key: 'http.response.status_code', type: 'int64', value: 500 },
            { key: 'big', type: 'int64', value: '9007199254740993' },
            { key: 'ratio', type: 'float64', value: 0.5 },
            { key: 'cached', type: 'bool', value: false },
            { key: 'otel.status_code', type: 'string', value: 'ERROR' },
            { key: 'otel.status_description', type: 'string', value: 'no stock' },
            { key: 'otel.scope.name', type: 'string', value: 'http' },
          ],
          logs: [
            {
              timestamp: 1_700_000_000_000_002,
              fields: [
                { key: 'event', type: 'string', value: 'exception' },
                { key: 'exception.type', type: 'string', value: 'Error' },
              ],
            },
          ],
          processID: 'p1',
          warnings: null,
        },
        {
          traceID: '4bf92f3577b34da6a3ce929d0e0e4736',
          spanID: '53995c3f42cd8ad8',
          operationName: 'SELECT',
          references: [
            { refType: 'CHILD_OF', traceID: '4bf92f3577b34da6a3ce929d0e0e4736', spanID: 'f067aa0ba902b7' },
            { refType: 'FOLLOWS_FROM', traceID: '4bf92f3577b34da6a3ce929d0e0e4736', spanID: '1' },
          ],
          startTime: 1_700_000_000_000_100,
          duration: 1,
          tags: [{ key: 'error', type: 'bool', value: true }],
          logs: [],
          processID: 'p1',
        },
        { operationName: 'no ids' },
      ],
      processes: {
        p1: { serviceName: 'shop', tags: [{ key: 'host.name', type: 'string', value: 'a' }] },
      },
    },
  ],
};

test('the answer of the query API, and one trace of it, are read', () => {
  const [first] = answer.data;
  for (const text of [
    JSON.stringify(answer),
    JSON.stringify(first),
    `${JSON.stringify(first)}\n`.repeat(2),
  ]) {
    const { spans } = parseTraceText(text);
    expect(spans.map(({ name }) => name)).toEqual(['GET /orders', 'SELECT']);
  }
});

test('times, tags, references and processes become what OpenTelemetry has for them', () => {
  const { spans, problems } = parseTraceText(JSON.stringify(answer));
  expect(spans[0]).toEqual({
    traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
    spanId: '00f067aa0ba902b7',
    parentSpanId: undefined,
    name: 'GET /orders',
    kind: 'server',
    startNs: 1_700_000_000_000_001_000n,
    endNs: 1_700_000_000_002_501_000n,
    attributes: new Map<string, unknown>([
      ['http.response.status_code', 500],
      ['big', 9007199254740993n],
      ['ratio', 0.5],
      ['cached', false],
    ]),
    events: [
      {
        name: 'exception',
        timeNs: 1_700_000_000_000_002_000n,
        attributes: new Map([['exception.type', 'Error']]),
      },
    ],
    links: [],
    status: { code: 'error', message: 'no stock' },
    resource: {
      attributes: new Map([
        ['service.name', 'shop'],
        ['host.name', 'a'],
      ]),
    },
    scope: { name: 'http', version: '' },
  });
  expect(spans[1]).toMatchObject({
    parentSpanId: '00f067aa0ba902b7',
    status: { code: 'error' },
    links: [{ spanId: '0000000000000001' }],
  });
  expect(problems).toEqual([{ line: 1, message: '1 entries of the Jaeger trace are no spans' }]);
});
