import fc from 'fast-check';
import { expect, test } from 'vitest';
import { evaluate } from '../src/expect/index.ts';
import type { Bound, Expectations, LoadedFile, SpanExpectation, ValueTest } from '../src/scenario/index.ts';
import { createTrace, type Span } from '../src/trace/index.ts';
import { validateFile } from '../src/validate/index.ts';

/**
 * What `validate` calls impossible must be impossible: expectations that one real trace meets, all at once, are never
 * an error. Random claims are tried on a random trace, and those that pass are put into one file.
 */

const names = fc.constantFrom('a', 'b', 'ab', 'c');
const patterns = fc.constantFrom('a', 'b', 'ab', 'c', 'a*', '*', '?');
const words = fc.constantFrom('OK', 'ERROR', 'UNSET');
const keys = fc.constantFrom('k', 'l', 'error');
const values = fc.constantFrom('1', '2', '15', 'true');

const spans: fc.Arbitrary<Span[]> = fc
  .array(
    fc.record({
      name: names,
      parent: fc.nat(5),
      from: fc.nat(6),
      // Spans without any, at the same moment, precede each other. Nobody means that by a circle (SW4107, SW4108).
      length: fc.integer({ min: 1, max: 6 }),
      status: fc.constantFrom('ok', 'error', 'unset'),
      attributes: fc.dictionary(keys, values, { maxKeys: 2 }),
      resource: fc.dictionary(keys, values, { maxKeys: 1 }),
    }),
    { minLength: 1, maxLength: 6 },
  )
  .map((made) =>
    made.map(
      ({ name, parent, from, length, status, attributes, resource }, index): Span => ({
        name,
        traceId: '1'.padStart(32, '0'),
        spanId: String(index + 1).padStart(16, '0'),
        parentSpanId: parent < index ? String(parent + 1).padStart(16, '0') : undefined,
        kind: 'internal',
        startNs: BigInt(from * 1e6),
        endNs: BigInt((from + length) * 1e6),
        attributes: new Map(Object.entries(attributes)),
        events: [],
        links: [],
        status: { code: status, message: '' },
        resource: { attributes: new Map(Object.entries(resource)) },
        scope: { name: '', version: '' },
      }),
    ),
  );

const limit = fc.option(fc.nat(4), { nil: undefined });
const bound: fc.Arbitrary<Bound> = fc.record({ gte: limit, lte: limit, eq: limit });
const number = fc.option(fc.nat(20), { nil: undefined });
const valueTest: fc.Arbitrary<ValueTest> = fc.oneof(
  values,
  fc.record({
    eq: fc.option(values, { nil: undefined }),
    gte: number,
    lt: number,
    in: fc.option(fc.array(values, { minLength: 1, maxLength: 2 }), { nil: undefined }),
    starts_with: fc.option(fc.constantFrom('', '1'), { nil: undefined }),
    not_matches: fc.option(fc.constantFrom('5', '^2'), { nil: undefined }),
    exists: fc.option(fc.boolean(), { nil: undefined }),
  }),
);
const tests = fc.dictionary(keys, valueTest, { minKeys: 1, maxKeys: 2 });
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 3 });

const spanExpectation: fc.Arbitrary<SpanExpectation> = fc.record({
  name: patterns,
  parent: maybe(patterns),
  status: maybe(words),
  attrs: maybe(fc.record({ all: maybe(tests), any: maybe(tests), none: maybe(tests) })),
  any_of: maybe(fc.array(tests, { minLength: 1, maxLength: 2 })),
  resource: maybe(tests),
  duration_ms: maybe(fc.record({ min: number, max: number })),
  count: maybe(bound),
  when: maybe(fc.record({ span: patterns })),
});

const pair = fc.tuple(patterns, patterns);
type Pair = readonly [string, string];
const mode = fc.constantFrom('exists', 'all');

/** One claim each, so that each can be tried on its own. `mode` is that of the whole table. */
function claims(wanted: 'exists' | 'all'): fc.Arbitrary<Expectations> {
  const order = (key: 'must_precede' | 'must_follow') => (each: Pair) => ({
    order: { [key]: [each], mode: wanted, tolerance: 0 },
  });
  return fc.oneof(
    { weight: 4, arbitrary: spanExpectation.map((span) => ({ span: [span] })) },
    pair.map((each) => ({ graph: { must_include: [each] } })),
    pair.map((each) => ({ graph: { must_not_cross: [each] } })),
    fc.constant({ graph: { acyclic: true } }),
    pair.map(order('must_precede')),
    pair.map(order('must_follow')),
    fc.tuple(patterns, patterns).map(([outer, inner]) => ({ window: [{ outer, contains: [inner] }] })),
    pair.map((each) => ({ trace: [{ span_names: [...each], parent_child: [each] }] })),
    fc.tuple(names, bound).map(([name, each]) => ({ counts: { by_name: { [name]: each } } })),
    bound.map((each) => ({ counts: { spans_total: each } })),
    bound.map((each) => ({ counts: { errors_total: each } })),
    words.map((all) => ({ status: { all } })),
    fc.tuple(patterns, words).map(([name, word]) => ({ status: { by_name: { [name]: word } } })),
    keys.map((key) => ({ hermeticity: { span_attrs: { forbid_keys: [key] } } })),
    fc
      .tuple(keys, valueTest)
      .map(([key, each]) => ({ hermeticity: { resource_attrs: { must_match: { [key]: each } } } })),
  );
}

test('expectations that a trace meets are no contradiction', () => {
  let met = 0;
  const input = mode.chain((wanted) =>
    fc.tuple(spans, fc.array(claims(wanted), { minLength: 20, maxLength: 60 })),
  );
  fc.assert(
    fc.property(input, ([made, all]) => {
      const trace = createTrace({ spans: made, own: [] });
      const holding = all.filter((expectations) =>
        evaluate({ expectations, base: ['expect'], trace, completeness: { complete: true } }).every(
          ({ outcome }) => outcome === 'passed' || outcome === 'notApplicable',
        ),
      );
      met += holding.length;
      const errors = validateFile(fileWith(holding.reduce(merged, {}))).filter(
        ({ severity }) => severity === 'error',
      );
      expect(errors.map(({ message, code }) => `${code} ${message}`)).toEqual([]);
    }),
    { numRuns: 1_000 },
  );
  expect(met).toBeGreaterThan(5_000);
});

function merged(into: Expectations, from: Expectations): Expectations {
  // Both are the same tables of lists and values.
  return merge(into, from) as Expectations;
}

function merge(into: unknown, from: unknown): unknown {
  if (Array.isArray(into) && Array.isArray(from)) return [...into, ...from];
  if (typeof into !== 'object' || typeof from !== 'object' || into === null || from === null) return into;
  const entries = Object.entries(from).map(([key, value]) => {
    const own = Object.entries(into).find(([name]) => name === key)?.[1];
    return [key, own === undefined ? value : merge(own, value)];
  });
  return { ...into, ...Object.fromEntries(entries) };
}

function fileWith(expectations: Expectations): LoadedFile {
  const place = { file: 'a.span.toml', line: 1, column: 1, length: 1 };
  const scenario = [{ name: 'a', steps: [{ command: ['a'] }] }];
  return {
    file: place.file,
    dir: '/project',
    text: '',
    dialect: 'native',
    combination: undefined,
    model: { meta: { name: 'a' }, scenario, expect: expectations },
    locate: () => place,
    written: {
      text: '',
      root: { kind: 'table', entries: new Map(), place, form: 'root' },
      origin: () => ({ place, literal: true }),
    },
  };
}
