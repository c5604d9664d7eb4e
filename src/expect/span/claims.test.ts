import { parse } from '@iarna/toml';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SpanExpectation } from '../../scenario/index.ts';
import { INCOMPLETE, judge, judgeOne, span, spanExpectations, traces } from '../trace.fixture.ts';

const root = span('GET /orders', {
  kind: 'server',
  from: 0,
  to: 30,
  status: 'ok',
  attributes: { 'http.route': '/orders', 'http.response.status_code': 200, retries: 0 },
  resource: { 'service.name': 'orders' },
  events: ['cache.miss', 'retry'],
});
const query = span('SELECT orders', { below: root, kind: 'client', from: 5, to: 10, links: [root] });
const cached = span('SELECT orders', {
  below: query,
  kind: 'client',
  from: 6,
  to: 8,
  attributes: { cached: true },
});
const untimed = span('flush', { below: root, untimed: true });
const spans = [root, query, cached, untimed];

function first(expectation: SpanExpectation) {
  return judgeOne({ span: [expectation] }, spans);
}

describe('a span expectation passes when one span satisfies every clause', () => {
  test.each<SpanExpectation>([
    { name: 'GET /orders' },
    { name: 'GET *' },
    { name: 'GET /orders', kind: 'server', status: 'OK' },
    { name: 'SELECT orders', parent: 'GET /orders' },
    { name: 'SELECT orders', parent: 'SELECT *' },
    { name: 'GET /orders', attrs: { all: { 'http.route': '/orders', 'http.response.status_code': '200' } } },
    {
      name: 'GET /orders',
      attrs: { all: { 'http.response.status_code': { gte: 200, lt: 300 }, retries: { lte: 0 } } },
    },
    { name: 'GET /orders', attrs: { any: { 'http.route': '/other', retries: 0 } } },
    { name: 'GET /orders', attrs: { any: ['http.route=/other', 'http.response.status_code=200'] } },
    { name: 'GET /orders', attrs: { none: { error: true } } },
    { name: 'SELECT orders', attrs: { none: { cached: true } } },
    { name: 'GET /orders', any_of: [{ 'http.route': '/x' }, { 'http.route': '/orders', retries: 0 }] },
    { name: 'GET /orders', resource: { 'service.name': { starts_with: 'ord' } } },
    { name: 'GET /orders', events: { any: ['none', 'retry'], all: ['cache.miss', 'retry'] } },
    { name: 'SELECT orders', links: { any: ['GET /orders'], all: ['GET /orders'], count: { eq: 1 } } },
    { name: 'GET /orders', links: { count: { lte: 0 } } },
    { name: 'GET /orders', duration_ms: { min: 30, max: 30 } },
    { name: 'SELECT orders', count: { eq: 2 } },
    { name: 'SELECT orders', attrs: { all: { cached: true } }, count: { gte: 1, lte: 1 } },
    { name: 'DROP TABLE', count: { eq: 0 } },
    { name: 'GET /orders', count: {} },
    { name: 'GET /orders', when: { span: 'SELECT *' } },
  ])('%j', (expectation) => {
    expect(first(expectation)).toMatchObject({
      outcome: 'passed',
      path: ['expect', 'span', 0],
      edit: undefined,
    });
  });
});

describe('a failed span expectation names the first clause that the nearest span breaks', () => {
  test.each<[SpanExpectation, string, (string | number)[], string | undefined]>([
    [{ name: 'GET /order' }, 'existence', ['name'], 'name = "GET /orders"'],
    [{ name: 'SELECT orders', parent: 'GET /order' }, 'parent', ['parent'], 'parent = "GET /orders"'],
    [{ name: 'GET /orders', parent: 'gateway' }, 'parent', ['parent'], 'remove parent'],
    [{ name: 'GET /orders', kind: 'client' }, 'kind', ['kind'], 'kind = "server"'],
    [{ name: 'GET /orders', status: 'ERROR' }, 'status', ['status'], 'status = "OK"'],
    [
      { name: 'GET /orders', attrs: { all: { 'http.route': '/orders', 'http.response.status_code': 500 } } },
      'attrs.all',
      ['attrs', 'all', 'http.response.status_code'],
      'attrs.all."http.response.status_code" = 200',
    ],
    [
      { name: 'GET /orders', attrs: { all: { 'http.route': { matches: '^/users' } } } },
      'attrs.all',
      ['attrs', 'all', 'http.route'],
      'attrs.all."http.route" = "/orders"',
    ],
    [
      { name: 'GET /orders', attrs: { all: { 'http.status_code': 200 } } },
      'attrs.all',
      ['attrs', 'all', 'http.status_code'],
      'remove attrs.all."http.status_code"',
    ],
    [
      { name: 'GET /orders', attrs: { any: { retries: 1 } } },
      'attrs.any',
      ['attrs', 'any'],
      'attrs.any.retries = 0',
    ],
    [
      { name: 'GET /orders', attrs: { any: ['retries=1'] } },
      'attrs.any',
      ['attrs', 'any'],
      'attrs.any = ["retries=0"]',
    ],
    [{ name: 'GET /orders', attrs: { any: {} } }, 'attrs.any', ['attrs', 'any'], 'remove attrs.any'],
    [
      { name: 'GET /orders', attrs: { none: { retries: 0 } } },
      'attrs.none',
      ['attrs', 'none', 'retries'],
      'remove attrs.none.retries',
    ],
    [
      { name: 'GET /orders', any_of: [{ a: 1, b: 2 }, { retries: 3 }] },
      'any_of',
      ['any_of'],
      'any_of = [{ a = 1, b = 2 }, { retries = 0 }]',
    ],
    [
      { name: 'GET /orders', resource: { 'service.name': 'web' } },
      'resource',
      ['resource', 'service.name'],
      'resource."service.name" = "orders"',
    ],
    [
      { name: 'GET /orders', events: { any: ['cache.hit'] } },
      'events.any',
      ['events', 'any'],
      'events.any = ["cache.miss", "retry"]',
    ],
    [
      { name: 'GET /orders', events: { all: ['retry', 'cache.hit'] } },
      'events.all',
      ['events', 'all'],
      'events.all = ["retry"]',
    ],
    [{ name: 'flush', events: { all: ['done'] } }, 'events.all', ['events', 'all'], 'remove events.all'],
    [{ name: 'GET /orders', links: { any: ['x'] } }, 'links.any', ['links', 'any'], 'remove links.any'],
    [
      { name: 'GET /orders', links: { count: { gte: 1 } } },
      'links.count',
      ['links', 'count'],
      'links.count = { eq = 0 }',
    ],
    [
      { name: 'GET /orders', duration_ms: { max: 20 } },
      'duration_ms.max',
      ['duration_ms', 'max'],
      'duration_ms.max = 30',
    ],
    [
      { name: 'GET /orders', duration_ms: { min: 31 } },
      'duration_ms.min',
      ['duration_ms', 'min'],
      'duration_ms.min = 30',
    ],
    [
      { name: 'flush', duration_ms: { min: 0 } },
      'duration_ms.min',
      ['duration_ms', 'min'],
      'remove duration_ms.min',
    ],
    [{ name: 'SELECT orders', count: { gte: 3 } }, 'count', ['count'], 'count.gte = 2'],
    [{ name: 'SELECT orders', count: { eq: 1 } }, 'count', ['count'], 'count.eq = 2'],
    [{ name: 'GET /orders', count: { eq: 0 } }, 'count', ['count'], 'count.eq = 1'],
    [{ name: 'GET /order', count: { gte: 2 } }, 'existence', ['name'], undefined],
  ])('%j breaks %s', (expectation, rule, path, edit) => {
    expect(first(expectation)).toMatchObject({
      outcome: 'failed',
      rule: `expect.span[${expectation.name}].${rule}`,
      path: ['expect', 'span', 0, ...path],
      edit,
    });
  });

  test('the nearest span is the one with most clauses right, and every difference is told', () => {
    const finding = first({
      name: 'SELECT orders',
      parent: 'SELECT orders',
      kind: 'server',
      attrs: { all: { cached: false } },
    });
    expect(finding).toMatchObject({
      rule: 'expect.span[SELECT orders].kind',
      message:
        '2 spans "SELECT orders" arrived, but none satisfies every clause; nearest: kind: expected "server", has "client"',
      nearest: {
        span: { spanId: cached.spanId },
        differences: [
          'kind: expected "server", has "client"',
          'attrs.all "cached": expected false, has true',
        ],
      },
      edit: 'kind = "client"\nattrs.all.cached = true',
      proofCount: 2,
    });
  });

  test('a similar attribute key is pointed out', () => {
    const finding = first({ name: 'GET /orders', attrs: { all: { 'http.response.statuscode': 200 } } });
    expect(finding.actual).toBe('no such attribute, but "http.response.status_code" = 200');
  });

  test('without a similar name, a span with the right attributes is the nearest', () => {
    const finding = first({ name: 'fetch everything', attrs: { all: { cached: true } } });
    expect(finding).toMatchObject({
      rule: 'expect.span[fetch everything].existence',
      nearest: { differences: ['name: expected "fetch everything", has "SELECT orders"'] },
      edit: 'name = "SELECT orders"',
    });
  });

  test('a missing span is told beside the one that came nearest in its place', () => {
    const finding = first({ name: 'fetch everything', kind: 'client', parent: 'GET /orders' });
    expect(finding).toMatchObject({
      rule: 'expect.span[fetch everything].existence',
      nearest: { span: { name: 'SELECT orders' } },
    });
  });

  test('without anything similar, the names that arrived are listed', () => {
    const finding = first({ name: 'fetch everything' });
    expect(finding).toMatchObject({ nearest: undefined, edit: undefined });
    expect(finding.message).toBe(
      'no span "fetch everything" arrived; 3 other names arrived: "GET /orders", "SELECT orders", "flush"',
    );
  });

  test('an edit that would be too long to read is not proposed', () => {
    const long = span('long', { attributes: { body: 'x'.repeat(10_000) } });
    const finding = judgeOne({ span: [{ name: 'long', attrs: { all: { body: 'y' } } }] }, [long]);
    expect(finding.edit).toBeUndefined();
    expect(finding.actual.length).toBeLessThan(200);
  });
});

describe('what is not judged', () => {
  test('an unmet condition makes it not applicable, and undecided while telemetry is incomplete', () => {
    const expectations = { span: [{ name: 'refund', when: { span: 'cancel' } }] };
    expect(judgeOne(expectations, spans).outcome).toBe('notApplicable');
    expect(judgeOne(expectations, spans, { completeness: INCOMPLETE }).outcome).toBe('undecided');
  });

  test('a pattern that does not compile leaves it undecided', () => {
    const finding = first({ name: 'GET /orders', attrs: { all: { 'http.route': { matches: '(' } } } });
    expect(finding).toMatchObject({ outcome: 'undecided' });
    expect(finding.message).toContain('no valid pattern');
  });

  test('a pair without an equals sign leaves it undecided', () => {
    expect(first({ name: 'GET /orders', attrs: { any: ['retries'] } }).outcome).toBe('undecided');
  });
});

describe('own spans', () => {
  const step = span('spanwright.step', { attributes: { 'process.exit.code': 0 } });
  const below = span('main', { below: step });

  test('are found by their own names only', () => {
    const found = (name: string) => judgeOne({ span: [{ name }] }, [below], { own: [step] }).outcome;
    expect(found('spanwright.step')).toBe('passed');
    expect(found('spanwright.*')).toBe('passed');
    expect(found('*.step')).toBe('failed');
    expect(found('spanwright*')).toBe('failed');
  });

  test('may be named as parents', () => {
    expect(
      judgeOne({ span: [{ name: 'main', parent: 'spanwright.step' }] }, [below], { own: [step] }).outcome,
    ).toBe('passed');
    expect(judgeOne({ span: [{ name: 'main', parent: '*' }] }, [below], { own: [step] }).outcome).toBe(
      'failed',
    );
  });

  test('cannot be posed as', () => {
    const posing = span('spanwright.step');
    const child = span('main', { below: posing });
    expect(judgeOne({ span: [{ name: 'spanwright.step' }] }, [posing]).outcome).toBe('failed');
    expect(judgeOne({ span: [{ name: 'main', parent: 'spanwright.*' }] }, [posing, child]).outcome).toBe(
      'failed',
    );
  });
});

test('names with glob characters in them match themselves', () => {
  const route = span('GET /orders/[id]');
  expect(judgeOne({ span: [{ name: 'GET /orders/[id]' }] }, [route]).outcome).toBe('passed');
  expect(judgeOne({ span: [{ name: 'GET /users/[id]' }] }, [route]).outcome).toBe('failed');
});

test('a thousand failures on names that are all alike stay bounded in work', () => {
  const many = Array.from({ length: 2000 }, (_, index) => span(`operation ${index}`));
  const expectations = { span: Array.from({ length: 1000 }, (_, index) => ({ name: `operatoin ${index}` })) };
  const findings = judge(expectations, many);
  expect(findings.every((finding) => finding.outcome === 'failed')).toBe(true);
  expect(findings[0]?.nearest).toBeDefined();
  expect(findings.at(-1)?.nearest).toBeUndefined();
});

test('looking for what came in place of a thousand missing spans stays bounded too', () => {
  let looks = 0;
  class Counting extends Map<string, string> {
    override get(key: string) {
      looks++;
      return super.get(key);
    }
  }
  const many = Array.from({ length: 2000 }, () => ({ ...span('other'), attributes: new Counting() }));
  const missing = { attrs: { all: { key: 'value' } } };
  judge(
    { span: Array.from({ length: 1000 }, (_, index) => ({ name: `missing ${index}`, ...missing })) },
    many,
  );
  expect(looks).toBeGreaterThan(2000);
  expect(looks).toBeLessThan(1_100_000);
});

test('the proposed edit, written into the expectation, makes it pass', () => {
  let applied = 0;
  fc.assert(
    fc.property(traces, spanExpectations, (given, expectation) => {
      const finding = judge({ span: [expectation] }, given)[0];
      if (finding?.outcome !== 'failed' || finding.edit === undefined) return;
      applied++;
      const edited = apply(finding.edit, expectation);
      expect(judgeOne({ span: [edited] }, given)).toMatchObject({ outcome: 'passed' });
    }),
    { numRuns: 1000 },
  );
  expect(applied).toBeGreaterThan(50);
});

type Table = { [key: string]: unknown };

function apply(edit: string, expectation: SpanExpectation): SpanExpectation {
  // A span expectation is plain data; the copy may be changed freely.
  const copy = structuredClone(expectation) as Table;
  for (const line of edit.split('\n')) {
    const isRemoval = line.startsWith('remove ');
    const [path, value] = onlyPath(parse(isRemoval ? `${line.slice(7)} = 0` : line));
    const key = path.at(-1) ?? '';
    let table = copy;
    for (const part of path.slice(0, -1)) {
      table[part] ??= {};
      table = table[part] as Table;
    }
    if (isRemoval) delete table[key];
    else table[key] = value;
  }
  return copy as SpanExpectation;
}

/** The keys down to the value of a parsed assignment: at most three, as in `attrs.all.key`. */
function onlyPath(parsed: Table): [string[], unknown] {
  const [key, value] = Object.entries(parsed)[0] ?? ['', undefined];
  const leaf =
    key === 'attrs' || key === 'events' || key === 'resource' || key === 'duration_ms' || key === 'links';
  if (!leaf) return [[key], value];
  const [second, inner] = Object.entries(value as Table)[0] ?? ['', undefined];
  const deeper = key === 'attrs' && typeof inner === 'object' && !Array.isArray(inner);
  if (!deeper) return [[key, second], inner];
  const [third, innermost] = Object.entries(inner as Table)[0] ?? ['', undefined];
  return [[key, second, third], innermost];
}
