import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Change, diffTrees, expectationTree, type StrategyName, strategies } from '../src/diff/index.ts';
import { evaluate, evaluateStep } from '../src/expect/index.ts';
import { expectations as anyExpectations, forests } from '../src/expect/trace.fixture.ts';
import type { Expectations, LoadedFile, OutputExpectation, StepExpectation } from '../src/scenario/index.ts';
import { createTrace, type Span } from '../src/trace/index.ts';

/**
 * What `diff` says of a change is held against the evaluator, which knows nothing of it: a change that is called
 * tightened must not let a trace pass that failed before, one that is called loosened must not fail one that passed.
 */

function treeOf(model: Partial<LoadedFile['model']['scenario'][number]>) {
  const scenario = [{ name: 'it', steps: [{ command: 'true' }], ...model }];
  const place = { file: 'a.span.toml', line: 1, column: 1, length: 1 };
  return expectationTree([
    { file: 'a.span.toml', model: { meta: { name: 'it' }, scenario }, locate: () => place },
  ]);
}

function passes(expectations: Expectations, spans: readonly Span[]): boolean {
  const trace = createTrace({ spans, own: [] });
  const findings = evaluate({ expectations, base: [], trace, completeness: { complete: true } });
  return findings.every(({ outcome }) => outcome === 'passed' || outcome === 'notApplicable');
}

const tighter: ReadonlySet<Change['kind']> = new Set(['added', 'tightened', 'equivalent', 'moved']);
const looser: ReadonlySet<Change['kind']> = new Set(['removed', 'loosened', 'equivalent', 'moved']);

/** What the changes together promise: `[new passes imply old passes, old passes imply new passes]`. */
function promised(changes: readonly Change[]): [tighter: boolean, looser: boolean] {
  return [changes.every(({ kind }) => tighter.has(kind)), changes.every(({ kind }) => looser.has(kind))];
}

/** A version of a value in which some parts come from another: most differ in one or two places. */
function mixed(a: unknown, b: unknown, choices: Iterator<number>): unknown {
  const choice = choices.next().value ?? 0;
  if (choice < 2) return b;
  if (choice < 4 || typeof a !== 'object' || a === null || typeof b !== 'object' || b === null) return a;
  if (Array.isArray(a)) {
    if (!Array.isArray(b)) return a;
    const items = a.map((item, index) => (index < b.length ? mixed(item, b[index], choices) : item));
    // A pair of names stays a pair.
    if (typeof a[0] === 'string' && a.length === 2) return items;
    return choice === 4 && items.length > 1
      ? items.slice(1)
      : choice === 5
        ? [...items, ...b.slice(0, 1)]
        : items;
  }
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  const entries = [...keys].map((key) => [key, mixed(memberOf(a, key), memberOf(b, key), choices)]);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

function memberOf(value: object, key: string): unknown {
  return (value as Readonly<Record<string, unknown>>)[key];
}

function pairsOf<T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<readonly [T, T]> {
  const choices = fc.array(fc.nat(9), { minLength: 60, maxLength: 60 });
  // Parts of two such values make another.
  return fc.tuple(arbitrary, arbitrary, choices).map(([a, b, each]) => [a, mixed(a, b, each.values()) as T]);
}

/** Expectations of one kind and few claims, so that a change can be seen in the verdict. */
const names = fc.constantFrom('a', 'b', 'ab', 'a*', '*', '?');
const bound = fc.record({ gte: fc.nat(2), lte: fc.nat(4), eq: fc.nat(2) }, { requiredKeys: [] });
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 2 });
const tests = fc.record(
  {
    key: fc.constantFrom(1, 'x', { gte: 1 }, { gte: 2 }, { in: [1, 2] }, { exists: true }, { ne: 'x' }),
    other: fc.constantFrom({ exists: false }, 1),
  },
  { requiredKeys: [] },
);
const words = fc.constantFrom('OK' as const, 'ERROR' as const, 'UNSET' as const);
const pairs = fc.array(fc.tuple(names, names), { minLength: 1, maxLength: 2 });
const onePair = fc.tuple(names, names).map((pair) => [pair]);
const small: fc.Arbitrary<Expectations> = fc.oneof(
  fc.record({
    span: fc.array(
      fc.record({
        name: names,
        parent: maybe(names),
        status: maybe(words),
        attrs: maybe(fc.record({ all: maybe(tests), any: maybe(tests), none: maybe(tests) })),
        any_of: maybe(fc.array(tests, { minLength: 1, maxLength: 2 })),
        events: maybe(
          fc.record({ any: maybe(fc.subarray(['e', 'f'])), all: maybe(fc.subarray(['e', 'f'])) }),
        ),
        duration_ms: maybe(fc.record({ min: maybe(fc.nat(2)), max: maybe(fc.nat(3)) })),
        count: maybe(bound),
        when: maybe(fc.record({ span: names })),
      }),
      { minLength: 1, maxLength: 2 },
    ),
  }),
  fc.record({ graph: fc.record({ must_include: maybe(pairs), must_not_cross: maybe(pairs) }) }),
  fc.record({
    counts: fc.record({
      spans_total: maybe(bound),
      by_name: maybe(fc.dictionary(names, bound, { maxKeys: 2 })),
    }),
  }),
  fc.record({
    window: fc.array(
      fc.record({
        outer: names,
        contains: fc.array(names, { minLength: 1, maxLength: 2 }),
        tolerance: maybe(fc.nat(3)),
      }),
      { minLength: 1, maxLength: 2 },
    ),
  }),
  fc.record({
    order: fc.record({
      must_precede: maybe(pairs),
      must_follow: maybe(pairs),
      mode: maybe(fc.constantFrom('exists' as const, 'all' as const)),
      tolerance: maybe(fc.nat(3)),
    }),
  }),
  fc.record({
    status: fc.record({ all: maybe(words), by_name: maybe(fc.dictionary(names, words, { maxKeys: 2 })) }),
  }),
  fc.record({
    hermeticity: fc.record({
      no_external_services: maybe(fc.boolean()),
      allow: maybe(fc.subarray(['h1', 'h?', 'h*', 'h2'])),
      span_attrs: maybe(fc.record({ forbid_keys: maybe(fc.subarray(['key', 'none'])) })),
    }),
  }),
  fc.record({
    trace: fc.array(
      fc.record({
        span_names: fc.array(names, { minLength: 1, maxLength: 2 }),
        parent_child: maybe(pairs),
        complete: maybe(fc.boolean()),
      }),
      { minLength: 1, maxLength: 2 },
    ),
  }),
);

/** Exactly one claim, of the kinds in which a name may mean more or less. */
const single: fc.Arbitrary<Expectations> = fc.oneof(
  fc.record({
    window: fc.tuple(fc.record({ outer: names, contains: fc.tuple(names), tolerance: fc.nat(2) })),
  }),
  fc.record({
    order: fc.record({
      must_precede: onePair,
      mode: fc.constantFrom('exists' as const, 'all' as const),
      tolerance: fc.nat(2),
    }),
  }),
  fc.record({
    graph: fc.oneof(fc.record({ must_include: onePair }), fc.record({ must_not_cross: onePair })),
  }),
  fc.record({ trace: fc.tuple(fc.record({ span_names: fc.tuple(names), parent_child: maybe(onePair) })) }),
  fc.record({
    span: fc.tuple(fc.record({ name: names, parent: maybe(names), status: maybe(words), count: bound })),
  }),
  fc.record({ span: fc.tuple(fc.record({ name: names, when: fc.record({ span: names }) })) }),
);

/** Claims that can be said in several ways, for strategies that see through it. */
const related: fc.Arbitrary<Expectations> = fc.record({
  span: fc.array(
    fc.record({ name: names, parent: maybe(names), count: maybe(fc.record({ gte: fc.nat(2) })) }),
    { maxLength: 2 },
  ),
  graph: fc.record({ must_include: maybe(pairs) }),
  counts: fc.record({ by_name: fc.dictionary(names, bound, { maxKeys: 2 }) }),
  order: maybe(fc.record({ must_precede: pairs })),
});

/** Some spans also call a host, so that hermeticity has something to judge. */
const traces = fc
  .tuple(
    forests(['a', 'b', 'ab', 'c']),
    fc.array(fc.option(fc.constantFrom('h1', 'h2', 'x')), { maxLength: 12 }),
  )
  .map(([spans, hosts]) =>
    spans.map((span, index): Span => {
      const host = hosts[index];
      return host ? { ...span, attributes: new Map([...span.attributes, ['server.address', host]]) } : span;
    }),
  );

const seen = { tighter: 0, looser: 0, equal: 0, turned: 0 };
const strategy = fc.constantFrom<StrategyName>('set', 'set', 'levenshtein', 'semantic', 'semantic');

const options = { monotonicMs: () => performance.now() };

function holdAgainstTraces(
  name: StrategyName,
  [old, now]: readonly [Expectations, Expectations],
  many: readonly (readonly Span[])[],
) {
  const { changes } = strategies[name].compare(treeOf({ expect: old }), treeOf({ expect: now }), options);
  const [isTighter, isLooser] = promised(changes);
  if (changes.length > 0 && isTighter) seen[isLooser ? 'equal' : 'tighter']++;
  if (changes.length > 0 && isLooser && !isTighter) seen.looser++;
  for (const spans of many) {
    const [before, after] = [passes(old, spans), passes(now, spans)];
    if (before !== after) seen.turned++;
    const wrong = (isTighter && after && !before) || (isLooser && before && !after);
    expect(
      wrong,
      `${before} became ${after}, but:\n${changes.map(({ kind, reason }) => `${kind}: ${reason}`).join('\n')}`,
    ).toBe(false);
  }
}

test('tightened never accepts what was refused, loosened never refuses what was accepted', () => {
  const many = fc.array(traces, { minLength: 6, maxLength: 6 });
  fc.assert(fc.property(strategy, pairsOf(single), many, holdAgainstTraces), { numRuns: 3_000 });
  fc.assert(fc.property(strategy, pairsOf(related), many, holdAgainstTraces), { numRuns: 1_000 });
  fc.assert(fc.property(strategy, pairsOf(small), many, holdAgainstTraces), { numRuns: 2_000 });
  fc.assert(fc.property(strategy, pairsOf(anyExpectations), many, holdAgainstTraces), { numRuns: 300 });
  // The property is worth something only if changes of every kind came up, and verdicts turned.
  expect(seen.tighter).toBeGreaterThan(300);
  expect(seen.looser).toBeGreaterThan(300);
  expect(seen.turned).toBeGreaterThan(1_000);
}, 120_000);

const opposite: Readonly<Record<Change['kind'], Change['kind']>> = {
  added: 'removed',
  removed: 'added',
  tightened: 'loosened',
  loosened: 'tightened',
  equivalent: 'equivalent',
  moved: 'moved',
  incomparable: 'incomparable',
};

test('equal expectations have no difference, and a difference read backwards says the opposite', () => {
  const told = ({ kind, before, after }: Change) => JSON.stringify([kind, before ?? null, after ?? null]);
  fc.assert(
    fc.property(fc.oneof(pairsOf(small), pairsOf(anyExpectations)), ([old, now]) => {
      const [before, after] = [treeOf({ expect: old }), treeOf({ expect: now })];
      expect(diffTrees(before, treeOf({ expect: structuredClone(old) }))).toEqual([]);
      const backwards = diffTrees(after, before).map((change) => {
        const { before, after, kind } = change;
        return told({ ...change, kind: opposite[kind], before: after, after: before } as Change);
      });
      expect(backwards.sort()).toEqual(diffTrees(before, after).map(told).sort());
    }),
    { numRuns: 2_000 },
  );
});

const words2 = fc.constantFrom('ok', 'o', 'error', 'done', '');
const patterns = fc.constantFrom('ok', 'o', '^ok', 'done$', '.*', 'e\\.', '[a-z]+');
const some = <T>(item: fc.Arbitrary<T>) => maybe(fc.array(item, { minLength: 1, maxLength: 2 }));
const output: fc.Arbitrary<OutputExpectation> = fc.record({
  contains: some(words2),
  not_contains: some(words2),
  matches: some(patterns),
  not_matches: some(patterns),
  equals: maybe(fc.constantFrom('ok', 'ok\n', 'done')),
  json: maybe(
    fc.dictionary(fc.constantFrom('$.a', '$'), fc.constantFrom(1, { gte: 1 }, { exists: true }), {
      maxKeys: 1,
    }),
  ),
});
const code = fc.nat(2);
const step: fc.Arbitrary<StepExpectation> = fc.record({
  exit_code: maybe(fc.oneof(code, fc.array(code, { minLength: 1, maxLength: 3 }))),
  stdout: maybe(output),
});
const printed = fc.constantFrom(
  'ok',
  'ok\n',
  'o',
  'error: e.',
  'done\n',
  'well done',
  '',
  '{"a":1}',
  '{"a":2}',
  '1',
  'x',
);

test('the same holds for what a step must do', () => {
  const kinds = new Set<Change['kind']>();
  fc.assert(
    fc.property(
      pairsOf(step),
      fc.array(fc.tuple(code, printed), { minLength: 8, maxLength: 8 }),
      ([old, now], many) => {
        const tree = (expectation: StepExpectation) =>
          treeOf({ steps: [{ command: 'true', expect: expectation }] });
        const changes = diffTrees(tree(old), tree(now));
        for (const { kind } of changes) kinds.add(kind);
        const [isTighter, isLooser] = promised(changes);
        for (const [exit, text] of many) {
          const [before, after] = [old, now].map((expectation) => {
            const kept = { text, omittedBytes: 0 };
            const end = { kind: 'exited', code: exit } as const;
            const stderr = { text: '', omittedBytes: 0 };
            const findings = evaluateStep({
              name: 'it',
              base: [],
              expectation,
              output: { end, stdout: kept, stderr },
            });
            return findings.every(({ outcome }) => outcome === 'passed' || outcome === 'notApplicable');
          });
          expect(
            (isTighter && after && !before) || (isLooser && before && !after),
            JSON.stringify(changes),
          ).toBe(false);
        }
      },
    ),
    { numRuns: 3_000 },
  );
  for (const kind of ['added', 'removed', 'tightened', 'loosened', 'incomparable'] as const)
    expect(kinds).toContain(kind);
});
