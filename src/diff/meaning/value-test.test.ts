import fc from 'fast-check';
import { expect, test } from 'vitest';
import { evaluate } from '../../expect/index.ts';
import type { ValueTest } from '../../scenario/index.ts';
import { type AttributeValue, createTrace, type Span } from '../../trace/index.ts';
import { relateTests } from './value-test.ts';

/** Whether the evaluator lets an attribute pass; `undefined` stands for an absent key. */
function passes(tested: ValueTest, value: AttributeValue | undefined): boolean {
  const span: Span = {
    name: 'a',
    traceId: '1'.repeat(32),
    spanId: '1'.repeat(16),
    parentSpanId: undefined,
    kind: 'internal',
    startNs: 0n,
    endNs: 1n,
    attributes: new Map(value === undefined ? [] : [['key', value]]),
    events: [],
    links: [],
    status: { code: 'unset', message: '' },
    resource: { attributes: new Map() },
    scope: { name: '', version: '' },
  };
  const [finding] = evaluate({
    expectations: { span: [{ name: 'a', attrs: { all: { key: tested } } }] },
    base: [],
    trace: createTrace({ spans: [span], own: [] }),
    completeness: { complete: true },
  });
  return finding?.outcome === 'passed';
}

const text = fc.constantFrom(
  '',
  '1',
  '2',
  '10',
  '1.0',
  'a',
  'ab',
  'b',
  'true',
  '[1]',
  'Infinity',
  '-1',
  '1e1',
);
const scalar = fc.oneof(
  text,
  fc.integer({ min: -2, max: 12 }),
  fc.boolean(),
  fc.constantFrom(0.5, Infinity, 2n ** 60n),
);
const ordered = fc.oneof(
  fc.integer({ min: -2, max: 12 }),
  fc.constantFrom(0.5, Infinity, Number.NaN, 2n ** 60n),
);
const pattern = fc.constantFrom('', 'a', 'ab', '^a', 'a$', '.*', '1', '\\.', '[ab]', '^$', 'a|b');
const operators = fc.record(
  {
    eq: scalar,
    ne: scalar,
    gt: ordered,
    gte: ordered,
    lt: ordered,
    lte: ordered,
    contains: text,
    starts_with: text,
    ends_with: text,
    matches: pattern,
    not_matches: pattern,
    in: fc.array(scalar, { minLength: 1, maxLength: 3 }),
    exists: fc.boolean(),
  },
  { requiredKeys: [] },
);
/** One or two operators; all of them at once would hold for nothing. */
const few = operators.chain((all) =>
  fc.subarray(Object.keys(all), { maxLength: 2 }).map((keys) => {
    return Object.fromEntries(Object.entries(all).filter(([key]) => keys.includes(key)));
  }),
);
// The model's integers beyond 2^53 are bigints, which the inferred type leaves out.
const tests = fc.oneof(scalar, fc.array(scalar, { maxLength: 2 }), few, few) as fc.Arbitrary<ValueTest>;
const value: fc.Arbitrary<AttributeValue | undefined> = fc.oneof(
  scalar,
  fc.array(fc.constantFrom<AttributeValue>(1, '1', 'a', true), { maxLength: 2 }),
  fc.constantFrom(undefined, null, Number.NaN, -Infinity, 9.5, '+3', '1e3', 1000),
);

test('what is called tighter or looser is so for the evaluator, value by value', () => {
  const seen = { equal: 0, tighter: 0, looser: 0, incomparable: 0 };
  fc.assert(
    fc.property(tests, tests, fc.array(value, { minLength: 12, maxLength: 12 }), (old, now, values) => {
      const relation = relateTests(old, now);
      seen[relation]++;
      for (const each of values) {
        const [before, after] = [passes(old, each), passes(now, each)];
        if (relation === 'tighter' || relation === 'equal')
          expect([after, before]).not.toEqual([true, false]);
        if (relation === 'looser' || relation === 'equal') expect([before, after]).not.toEqual([true, false]);
      }
    }),
    { numRuns: 6_000 },
  );
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(100);
});

const mirrored = {
  equal: 'equal',
  tighter: 'looser',
  looser: 'tighter',
  incomparable: 'incomparable',
} as const;

test('every test is equal to itself, and the relation read backwards is the opposite', () => {
  fc.assert(
    fc.property(tests, tests, (a, b) => {
      expect(relateTests(a, a)).toBe('equal');
      expect(relateTests(b, a)).toBe(mirrored[relateTests(a, b)]);
    }),
    { numRuns: 2_000 },
  );
});

test.each<[ValueTest, ValueTest, string]>([
  [200, '200', 'equal'],
  [200, { eq: '200' }, 'equal'],
  [{ in: [1, 2] }, { in: [2] }, 'tighter'],
  [200, { in: [200, 201] }, 'looser'],
  [{ gte: 200, lt: 300 }, { gte: 200, lt: 500 }, 'looser'],
  [{ gte: 200 }, { gt: 200 }, 'tighter'],
  [{ gt: 199 }, { gte: 200 }, 'tighter'],
  [{ gte: 2 }, 5, 'tighter'],
  ['GET', { exists: true }, 'looser'],
  [{ exists: true }, { exists: false }, 'incomparable'],
  [{ exists: true }, {}, 'equal'],
  ['POST', { ne: 'GET' }, 'looser'],
  [{ starts_with: '/orders' }, { starts_with: '/orders/1' }, 'tighter'],
  [{ starts_with: '/orders' }, { contains: '/orders' }, 'looser'],
  [{ starts_with: '/orders' }, { ends_with: '/orders' }, 'incomparable'],
  ['/orders/1', { starts_with: '/orders' }, 'looser'],
  ['/orders/1', { matches: '^/orders/[0-9]+$' }, 'looser'],
  [{ matches: '^/orders/[0-9]+$' }, { matches: '^/orders/.*$' }, 'incomparable'],
  [{ matches: '^/orders/[0-9]+$' }, { matches: '.*' }, 'looser'],
  [{ matches: 'orders/new' }, { matches: 'orders' }, 'looser'],
  [{ matches: 'a\\.b' }, { contains: 'a.b' }, 'equal'],
  [{ matches: 'a', gte: 1 }, { matches: 'a', gte: 0 }, 'looser'],
  [{ not_matches: 'err' }, { not_matches: 'error' }, 'looser'],
  [['a', 'b'], ['a', 'c'], 'incomparable'],
  [[1, 2], ['1', '2'], 'equal'],
  [[1, 2], { exists: true }, 'looser'],
  ['GET', 'POST', 'incomparable'],
])('%j became %j: %s', (old, now, expected) => {
  expect(relateTests(old, now)).toBe(expected);
});
