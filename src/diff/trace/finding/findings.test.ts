import { describe, expect, test } from 'vitest';
import { type AttributeValue, createTrace, type Span, type Trace } from '../../../trace/index.ts';
import { diffTraces } from '../compare.ts';
import { findingsOf } from './findings.ts';

/** A span by its name, its time in milliseconds, and what is below it. */
interface Sketch {
  readonly name: string;
  readonly from?: number;
  readonly to?: number;
  readonly failed?: boolean;
  readonly client?: boolean;
  readonly attributes?: Readonly<Record<string, AttributeValue>>;
  readonly exception?: boolean;
  readonly below?: readonly Sketch[];
}

function traceOf(top: Sketch): Trace {
  const spans: Span[] = [];
  const add = (sketch: Sketch, parentSpanId: string | undefined): void => {
    const {
      name,
      from = 0,
      to = 100,
      failed = false,
      client = false,
      attributes = {},
      exception = false,
    } = sketch;
    const spanId = String(spans.length + 1).padStart(16, '0');
    spans.push({
      traceId: '1'.repeat(32),
      spanId,
      parentSpanId,
      name,
      kind: client ? 'client' : 'internal',
      startNs: BigInt(Math.round(from * 1e6)) + 1n,
      endNs: BigInt(Math.round(to * 1e6)) + 1n,
      attributes: new Map(Object.entries(attributes)),
      events: exception ? [{ name: 'exception', timeNs: undefined, attributes: new Map() }] : [],
      links: [],
      status: { code: failed ? 'error' : 'unset', message: '' },
      resource: { attributes: new Map() },
      scope: { name: '', version: '' },
    });
    for (const each of sketch.below ?? []) add(each, spanId);
  };
  add(top, undefined);
  return createTrace({ spans, own: [] });
}

function found(before: Sketch, after: Sketch, history: readonly Sketch[] = []): string[] {
  const { pair } = diffTraces(traceOf(before), traceOf(after));
  return findingsOf(pair, history.map(traceOf)).map(({ kind, path }) => `${kind}: ${path.join(' > ')}`);
}

const times = (count: number, make: (index: number) => Sketch): Sketch[] =>
  Array.from({ length: count }, (_, index) => make(index));
const page = (...below: readonly Sketch[]): Sketch => ({ name: 'GET /', below });
const query = (index: number): Sketch => ({
  name: 'SELECT',
  attributes: { id: index },
  from: index,
  to: index + 1,
});
const failing = (index: number): Sketch => ({
  name: 'POST /pay',
  client: true,
  failed: true,
  from: index,
  to: index + 1,
});
const side = (name: string, from: number, to: number): Sketch => ({ name, from, to });
const calls = (key: string, host: string): Sketch => ({
  name: 'fetch',
  client: true,
  attributes: { [key]: host },
});
const failed: Sketch = { name: 'charge', failed: true };

/** The same page in runs that take a little longer or shorter. */
const runs = (base: number, vary: number): Sketch[] =>
  times(6, (index) => ({
    name: 'GET /',
    to: base + 20 + ((index * 7) % 5) * vary,
    below: [side('SELECT', 1, 1 + base + ((index * 7) % 5) * vary)],
  }));

describe('planted changes of behaviour', () => {
  test.for<[what: string, before: Sketch, after: Sketch, expected: string]>([
    ['1 query became 12', page(query(0)), page(...times(12, query)), 'n-plus-one: GET / > SELECT'],
    ['3 queries became 9', page(...times(3, query)), page(...times(9, query)), 'n-plus-one: GET / > SELECT'],
    ['a query where there was none, 5 times', page(), page(...times(5, query)), 'n-plus-one: GET / > SELECT'],
    [
      'deeper down',
      page({ name: 'list', below: [query(0)] }),
      page({ name: 'list', below: times(4, query) }),
      'n-plus-one: GET / > list > SELECT',
    ],
    ['one failure became 3', page(failing(0)), page(...times(3, failing)), 'retry-storm: GET / > POST /pay'],
    [
      'three failures before it works',
      page({ name: 'POST /pay', client: true }),
      page(...times(3, failing), { name: 'POST /pay', client: true, from: 9, to: 10 }),
      'retry-storm: GET / > POST /pay',
    ],
    [
      'failures of a call that was not made',
      page(),
      page(...times(8, failing)),
      'retry-storm: GET / > POST /pay',
    ],
    [
      'two calls at once became one after the other',
      { ...page(side('a', 0, 50), side('b', 0, 50)), to: 50 },
      { ...page(side('a', 0, 50), side('b', 50, 100)), to: 100 },
      'lost-parallelism: GET /',
    ],
    [
      'four calls',
      { ...page(...times(4, (index) => side(`call ${index}`, index, 30))), to: 30 },
      { ...page(...times(4, (index) => side(`call ${index}`, index * 30, index * 30 + 30))), to: 120 },
      'lost-parallelism: GET /',
    ],
    [
      'four calls of one name',
      { ...page(...times(4, () => side('call', 0, 30))), to: 30 },
      { ...page(...times(4, (index) => side('call', index * 30, index * 30 + 30))), to: 120 },
      'lost-parallelism: GET /',
    ],
    [
      'a host by name',
      page(),
      page(calls('server.address', 'api.example.com')),
      'new-external-host: GET / > fetch',
    ],
    [
      'a host by URL',
      page(),
      page(calls('url.full', 'https://evil.example/x?y')),
      'new-external-host: GET / > fetch',
    ],
    [
      'another host than before',
      page(calls('net.peer.name', 'a.example')),
      page(calls('net.peer.name', 'b.example')),
      'new-external-host: GET / > fetch',
    ],
    [
      'an error that is swallowed, exception kept',
      page(failed),
      page({ name: 'charge', exception: true }),
      'missing-error-status: GET / > charge',
    ],
    [
      'an error that is swallowed, answer 503',
      page(failed),
      page({ name: 'charge', attributes: { 'http.response.status_code': 503 } }),
      'missing-error-status: GET / > charge',
    ],
    [
      'an error that is swallowed on the way up',
      { ...page(failed), failed: true },
      page(failed),
      'missing-error-status: GET /',
    ],
    [
      'an error that is swallowed, error.type kept',
      page(failed),
      page({ name: 'charge', attributes: { 'error.type': 'timeout' } }),
      'missing-error-status: GET / > charge',
    ],
  ])('%s', ([, before, after, expected]) => {
    expect(found(before, after)).toEqual([expected]);
  });

  test('work that takes longer than it varies by, named at the lowest span', () => {
    const slow: Sketch = { name: 'GET /', to: 320, below: [side('SELECT', 1, 301)] };
    expect(found(page(), slow, [])).toEqual([]);
    const [first = page(), ...history] = runs(40, 1);
    expect(found(first, slow, history)).toEqual(['duration: GET / > SELECT']);
  });

  test('work that takes much shorter', () => {
    const [first = page(), ...history] = runs(200, 2);
    expect(found(first, { name: 'GET /', to: 30, below: [side('SELECT', 1, 6)] }, history)).toEqual([
      'duration: GET / > SELECT',
    ]);
  });

  test('work of its own in a parent, not in its children', () => {
    const [first = page(), ...history] = runs(40, 1);
    expect(found(first, { name: 'GET /', to: 400, below: [side('SELECT', 1, 42)] }, history)).toEqual([
      'duration: GET /',
    ]);
  });
});

/** Six parts of one length, one after the other, and a parent that does as much by itself; all of it slower by a factor. */
const parts = (ms: number, factor: number): Sketch => ({
  name: 'GET /',
  to: 7 * ms * factor,
  below: ['a', 'b', 'c', 'd', 'e', 'f'].map((name, index) =>
    side(name, index * ms * factor, (index + 1) * ms * factor),
  ),
});

describe('nothing is invented', () => {
  test.for<[what: string, before: Sketch, after: Sketch]>([
    ['nothing changed', page(query(0), failing(1)), page(query(0), failing(1))],
    ['one more item', page(...times(3, query)), page(...times(4, query))],
    ['many became a few more', page(...times(10, query)), page(...times(13, query))],
    ['one more retry', page(failing(0)), page(failing(0), failing(1))],
    ['a new child that runs alone', page(side('a', 0, 50)), page(side('a', 0, 50), side('c', 50, 60))],
    [
      'an overlap of next to nothing',
      page(side('a', 0, 2), side('b', 1, 3)),
      page(side('a', 0, 2), side('b', 2, 4)),
    ],
    ['a call to this machine', page(), page(calls('server.address', '127.0.0.1'))],
    [
      'the port of a host',
      page(calls('http.host', 'a.example:80')),
      page(calls('http.host', 'a.example:8080')),
    ],
    ['an error that is mended', page(failed), page({ name: 'charge' })],
    ['an error that is new', page({ name: 'charge' }), page(failed)],
  ])('%s', ([, before, after]) => {
    expect(found(before, after)).toEqual([]);
  });

  test('runs that vary', () => {
    const [first = page(), ...history] = runs(40, 10);
    expect(found(first, { name: 'GET /', to: 110, below: [side('SELECT', 1, 96)] }, history)).toEqual([]);
  });

  test('a machine that is busy slows down everything', () => {
    const [first = parts(20, 1), ...history] = times(7, (run) => parts(20 + (run % 2), 1));
    expect(found(first, parts(20, 3.5), history)).toEqual([]);
    const [slow, ...others] = [side('d', 200, 900), side('e', 900, 960), side('f', 960, 1020)];
    const one = { ...parts(20, 3), below: [...(parts(20, 3).below ?? []).slice(0, 3), slow, ...others] };
    expect(found(first, one, history)).toEqual(['duration: GET / > d']);
  });

  test('too few runs to say what varies', () => {
    const [first = page(), ...history] = runs(40, 1);
    const slow: Sketch = { name: 'GET /', to: 320, below: [side('SELECT', 1, 301)] };
    expect(found(first, slow, history.slice(0, 3))).toEqual([]);
  });
});
