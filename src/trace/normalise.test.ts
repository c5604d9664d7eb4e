import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normaliseTrace, traceDigest } from './normalise.ts';
import { arrange, arrivals, grow, makeSpan, type Shape } from './span.arbitrary.ts';
import type { Span } from './span.ts';
import { createTrace } from './trace.ts';
import { printTree } from './tree.ts';

const traceOf = (spans: readonly Span[], own: readonly Span[] = []) => createTrace({ spans, own });
const digestOf = (...spans: readonly Span[]) => traceDigest(traceOf(spans));

describe('traceDigest', () => {
  test('is equal for equal traces: order of arrival, ids, times and ports make no difference', () => {
    fc.assert(
      fc.property(arrivals, ({ shape, order }) => {
        const one = traceOf(grow(shape, 3));
        const other = traceOf(arrange(grow(shape, 4242), order));
        expect(traceDigest(other)).toBe(traceDigest(one));
        expect(normaliseTrace(other)).toEqual(normaliseTrace(one));
      }),
      { numRuns: 300 },
    );
  });

  test('differs when one name, edge or link differs', () => {
    const shape: readonly Shape[] = [
      { name: 'a', parent: 'root', trace: 0, link: undefined },
      { name: 'b', parent: 0, trace: 0, link: undefined },
      { name: 'c', parent: 1, trace: 0, link: undefined },
    ];
    const [a, b, c] = shape;
    if (!a || !b || !c) throw new Error('three spans were given');
    const variants: readonly (readonly Shape[])[] = [
      shape,
      [a, b],
      [a, b, { ...c, name: 'b' }],
      [a, b, { ...c, parent: 0 }],
      [a, b, { ...c, parent: 'root' }],
      [a, b, { ...c, parent: 'missing' }],
      [a, b, { ...c, parent: 2 }],
      [a, b, { ...c, trace: 1 }],
      [a, b, { ...c, link: 0 }],
      [a, b, { ...c, link: 1 }],
      [{ ...a, parent: 2 }, b, c],
    ];
    const digests = variants.map((variant) => traceDigest(traceOf(grow(variant, 1))));
    expect(new Set(digests).size).toBe(variants.length);
  });

  test('knows a span under one of our own from a root and from an orphan', () => {
    const step = makeSpan({ name: 'spanwright.step', spanId: '4'.repeat(16) });
    const under = makeSpan({ name: 'a', parentSpanId: step.spanId });
    const digests = [traceOf([under], [step]), traceOf([under]), traceOf([makeSpan({ name: 'a' })])].map(
      traceDigest,
    );
    expect(new Set(digests).size).toBe(3);
  });

  test.each<[string, Partial<Span>, Partial<Span>]>([
    [
      'process ids and thread ids',
      { attributes: new Map([['thread.id', 1]]) },
      { attributes: new Map([['thread.id', 2]]) },
    ],
    [
      'resource attributes of the machine',
      { resource: { attributes: new Map([['host.name', 'here']]) } },
      { resource: { attributes: new Map([['process.pid', 7]]) } },
    ],
    [
      'loopback ports in text',
      { name: 'GET http://localhost:4001/' },
      { name: 'GET http://localhost:39999/' },
    ],
    [
      'UUIDs and times in values',
      { attributes: new Map([['order', 'f81d4fae-7dec-11d0-a765-00a0c91e6bf6 at 2025-01-02T03:04:05Z']]) },
      {
        attributes: new Map([['order', '0e37df36-f698-11e6-8dd4-cb9ced3df976 at 2026-11-12T13:14:15.123Z']]),
      },
    ],
    [
      'stack traces of events',
      {
        events: [
          { name: 'exception', timeNs: 1n, attributes: new Map([['exception.stacktrace', 'at a.js:1']]) },
        ],
      },
      {
        events: [
          { name: 'exception', timeNs: 2n, attributes: new Map([['exception.stacktrace', 'at a.js:9']]) },
        ],
      },
    ],
    [
      'the version of the instrumentation',
      { scope: { name: 'lib', version: '1' } },
      { scope: { name: 'lib', version: '2' } },
    ],
  ])('does not see %s', (_what, one, other) => {
    expect(digestOf(makeSpan({ name: 'a', ...other }))).toBe(digestOf(makeSpan({ name: 'a', ...one })));
  });

  test.each<[string, Partial<Span>, Partial<Span>]>([
    ['attribute values', { attributes: new Map([['k', 'v']]) }, { attributes: new Map([['k', 'w']]) }],
    ['status', { status: { code: 'error', message: '' } }, { status: { code: 'unset', message: '' } }],
    ['kind', { kind: 'client' }, { kind: 'server' }],
    [
      'the service',
      { resource: { attributes: new Map([['service.name', 'a']]) } },
      { resource: { attributes: new Map([['service.name', 'b']]) } },
    ],
    [
      'ports of other hosts',
      { name: 'GET http://db.example:4001/' },
      { name: 'GET http://db.example:5432/' },
    ],
    [
      'hexadecimal text that is no id of the trace',
      { name: `key ${'ab'.repeat(8)}` },
      { name: `key ${'cd'.repeat(8)}` },
    ],
  ])('sees %s', (_what, one, other) => {
    expect(digestOf(makeSpan({ name: 'a', ...other }))).not.toBe(digestOf(makeSpan({ name: 'a', ...one })));
  });

  test('replaces ids of the trace quoted in a value', () => {
    const quoting = (spanId: string) =>
      makeSpan({ name: 'a', spanId, attributes: new Map([['ref', `span ${spanId}`]]) });
    expect(digestOf(quoting('ab'.repeat(8)))).toBe(digestOf(quoting('cd'.repeat(8))));
  });

  test('takes chains and parent cycles of 10,000 spans, and more siblings than a call takes arguments', () => {
    const id = (index: number): string => (index + 1).toString(16).padStart(16, '0');
    const spans = (parentOf: (index: number) => number, count = 10_000): Span[] =>
      Array.from({ length: count }, (_, index) =>
        makeSpan({ name: 'link', spanId: id(index), parentSpanId: id(parentOf(index)) }),
      );
    const chain = traceOf(spans((index) => index - 1));
    const fan = traceOf(spans((index) => (index === 0 ? -1 : 0), 150_000));
    const cycle = traceOf(spans((index) => (index + 1) % 10_000));
    expect(traceDigest(chain)).not.toBe(traceDigest(cycle));
    expect(normaliseTrace(cycle)).toHaveLength(10_000);
    expect(normaliseTrace(fan)).toHaveLength(150_000);
    expect(printTree(fan)).toContain('more spans');
  });
});

describe('normaliseTrace', () => {
  test('lists parents before children and replaces what varies', () => {
    const spans = grow(
      [
        { name: 'child', parent: 1, trace: 0, link: 1 },
        { name: 'root', parent: 'root', trace: 0, link: undefined },
      ],
      9,
    );
    expect(normaliseTrace(traceOf(spans))).toMatchObject([
      { parent: 'root', name: 'root', trace: 0, resource: new Map([['service.name', 'api']]) },
      {
        parent: 0,
        name: 'child',
        attributes: new Map([
          ['server.port', '<varies>'],
          ['url.full', 'http://127.0.0.1:<port>/a'],
        ]),
        links: [{ to: { name: 'root' } }],
      },
    ]);
  });

  test('gives the members of a parent cycle each other as parents', () => {
    const spans = grow(
      [
        { name: 'a', parent: 1, trace: 0, link: undefined },
        { name: 'b', parent: 0, trace: 0, link: undefined },
      ],
      9,
    );
    const written = normaliseTrace(traceOf(spans));
    expect(written.map((span) => span.parent)).toEqual([1, 0]);
  });

  test('of an empty trace is an empty list', () => {
    expect(normaliseTrace(traceOf([]))).toEqual([]);
  });
});
