import { expect, test } from 'vitest';
import { type AttributeValue, createTrace, type Span } from '../../trace/index.ts';
import { baselineText, traceFromText } from './baseline.ts';
import { diffTraces } from './compare.ts';

/** One run of the same program: ids, times, ports and the order of arrival are those of the run. */
function run(seed: number, change: (span: Span) => Span = (span) => span) {
  const id = (number: number, length: number) => (number * 7919 + seed).toString(16).padStart(length, '0');
  const span = (
    index: number,
    name: string,
    parent: number | undefined,
    attributes: Span['attributes'],
  ): Span => ({
    traceId: id(1, 32),
    spanId: id(index, 16),
    parentSpanId: parent === undefined ? undefined : id(parent, 16),
    name,
    kind: 'server',
    startNs: BigInt(seed * 1000 + index),
    endNs: BigInt(seed * 1000 + index + 5),
    attributes,
    events: index === 3 ? [{ name: 'retry', timeNs: BigInt(seed), attributes: new Map([['n', 1]]) }] : [],
    links: index === 3 ? [{ traceId: id(1, 32), spanId: id(2, 16), attributes: new Map() }] : [],
    status: { code: index === 3 ? 'error' : 'unset', message: '' },
    resource: {
      attributes: new Map<string, string | number>([
        ['service.name', 'api'],
        ['process.pid', seed],
      ]),
    },
    scope: { name: 'http', version: '1' },
  });
  const own = {
    ...span(9, 'spanwright.step', undefined, new Map()),
    scope: { name: 'spanwright', version: '' },
  };
  const spans = [
    span(
      1,
      'POST /orders',
      9,
      new Map<string, string | number>([
        ['url.full', `http://127.0.0.1:${40_000 + seed}/`],
        ['b', 1],
      ]),
    ),
    span(2, 'reserve', 1, new Map([['sku', 'x']])),
    span(3, 'charge', 1, new Map([['server.port', seed]])),
    span(4, 'lost', 77, new Map()),
  ].map(change);
  return createTrace({ spans: seed % 2 === 0 ? spans : spans.reverse(), own: [own] });
}

test('two runs that behave alike have the same baseline, byte for byte', () => {
  expect(baselineText(run(1))).toBe(baselineText(run(20)));
});

test('a baseline is read back as a trace from which a later run does not differ', () => {
  const { trace, parsed } = traceFromText(baselineText(run(1)));
  expect(parsed.problems).toEqual([]);
  expect(trace.own.length).toBe(1);
  expect(diffTraces(trace, run(20)).differences).toEqual([]);
  expect(diffTraces(run(20), trace).differences).toEqual([]);
});

test('a run that does not behave alike differs from it, span by span', () => {
  const { trace } = traceFromText(baselineText(run(1)));
  const changed = run(3, (span) =>
    span.name === 'reserve' ? { ...span, attributes: new Map([['sku', 'y']]) } : span,
  );
  expect(diffTraces(trace, changed).differences).toMatchObject([
    {
      kind: 'changed',
      path: ['POST /orders', 'reserve'],
      members: [{ member: 'attributes.sku', before: '"x"', after: '"y"' }],
    },
  ]);
});

test('what is ignored does not differ', () => {
  const changed = run(3, (span) => ({
    ...span,
    attributes: new Map([...span.attributes, ['cache.hit', 'no']]),
  }));
  expect(diffTraces(run(1), changed).differences.length).toBe(4);
  expect(diffTraces(run(1), changed, { ignore: ['cache.*'] }).differences).toEqual([]);
});

test('what is declared to vary is replaced, and siblings are not put in order by it', () => {
  const shuffled = (seed: number) =>
    run(seed, (span) => ({
      ...span,
      name: span.name === 'charge' ? 'reserve' : span.name,
      attributes: new Map<string, AttributeValue>([
        ...span.attributes,
        ['id', (seed * 31 + Number(span.endNs)) % 7],
      ]),
      status: { code: 'unset', message: '' },
      events: [],
      links: [],
    }));
  expect(baselineText(shuffled(1))).not.toBe(baselineText(shuffled(20)));
  expect(baselineText(shuffled(1), { ignore: ['id'] })).toBe(baselineText(shuffled(20), { ignore: ['id'] }));
  expect(baselineText(shuffled(1), { ignore: ['id'] })).toContain('"<varies>"');
});

test('an empty trace has a baseline too', () => {
  const empty = createTrace({ spans: [], own: [] });
  expect(traceFromText(baselineText(empty)).trace.spans).toEqual([]);
});
