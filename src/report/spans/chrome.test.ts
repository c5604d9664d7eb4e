import { describe, expect, it } from 'vitest';
import { createTrace, type Span } from '../../trace/index.ts';
import { printSpansChrome } from './chrome.ts';

function spanOf(spanId: string, changes: Partial<Span> = {}): Span {
  return {
    traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
    spanId,
    parentSpanId: undefined,
    name: spanId,
    kind: 'internal',
    startNs: 1_795_000_000_000_000_000n,
    endNs: 1_795_000_000_000_500_001n,
    attributes: new Map(),
    events: [],
    links: [],
    status: { code: 'unset', message: '' },
    resource: { attributes: new Map() },
    scope: { name: '', version: '' },
    ...changes,
  };
}

const of = (service: string) => ({ attributes: new Map([['service.name', service]]) });

function printed(spans: readonly Span[]) {
  const trace = createTrace({ spans, own: [] });
  return JSON.parse(printSpansChrome([{ name: 'shop', trace, spans: trace.spans }]));
}

describe('printSpansChrome', () => {
  const parent = spanOf('a1', {
    resource: of('api'),
    status: { code: 'error', message: 'declined' },
    attributes: new Map<string, string | bigint | number>([
      ['http.route', '/orders'],
      ['big', 2n ** 60n],
      ['ratio', Number.NaN],
      ['__proto__', 'data'],
    ]),
    events: [{ name: 'exception', timeNs: 1_795_000_000_000_001_000n, attributes: new Map() }],
  });
  const child = spanOf('b2', {
    parentSpanId: 'a1',
    resource: of('payments'),
    kind: 'server',
    startNs: 1_795_000_000_000_100_000n,
    endNs: 1_795_000_000_000_200_000n,
  });

  it('is what the Trace Event Format asks for: processes, spans to the nanosecond, events, arrows', () => {
    const { traceEvents, otherData, displayTimeUnit } = printed([parent, child]);
    expect(displayTimeUnit).toBe('ms');
    expect(otherData).toEqual({ startedAtUnixNs: '1795000000000000000' });
    expect(traceEvents).toEqual([
      { ph: 'M', name: 'process_name', pid: 1, tid: 0, args: { name: 'api · shop' } },
      {
        ph: 'X',
        name: 'a1',
        cat: 'internal',
        ts: 0,
        dur: 500.001,
        pid: 1,
        tid: 1,
        args: {
          'http.route': '/orders',
          big: '1152921504606846976',
          ratio: 'NaN',
          ['__proto__']: 'data',
          'span.kind': 'internal',
          'status.code': 'error',
          'status.message': 'declined',
          trace_id: '4bf92f3577b34da6a3ce929d0e0e4736',
          span_id: 'a1',
        },
      },
      { ph: 'i', name: 'exception', cat: 'event', s: 't', ts: 1, pid: 1, tid: 1, args: {} },
      { ph: 'M', name: 'process_name', pid: 2, tid: 0, args: { name: 'payments · shop' } },
      expect.objectContaining({ ph: 'X', name: 'b2', ts: 100, dur: 100, pid: 2, tid: 1 }),
      { ph: 's', name: 'parent', cat: 'parent', id: 1, ts: 100, pid: 1, tid: 1 },
      { ph: 'f', bp: 'e', name: 'parent', cat: 'parent', id: 1, ts: 100, pid: 2, tid: 1 },
    ]);
  });

  it('counts spans that cannot be drawn', () => {
    const { traceEvents, otherData } = printed([spanOf('a1', { endNs: undefined }), spanOf('b2')]);
    expect(otherData.spansWithoutTimes).toBe('1');
    expect(traceEvents.filter(({ ph }: { ph: string }) => ph === 'X')).toHaveLength(1);
  });

  it('is JSON of no events for no spans', () => expect(printed([]).traceEvents).toEqual([]));
});
