import fc from 'fast-check';
import { expect, test } from 'vitest';
import { claimsOf } from '../expect/index.ts';
import { type Expectations, loadScenarioFile } from '../scenario/index.ts';
import { type AttributeValue, createTrace, type Span, type Trace } from '../trace/index.ts';
import { type Proof, prove } from './index.ts';

interface Sketch {
  readonly name: string;
  /** Position among those before it. */
  readonly parent?: number | undefined;
  readonly service?: string;
  readonly attributes?: Readonly<Record<string, AttributeValue>>;
  readonly failed?: boolean;
  readonly events?: readonly string[];
}

function spansOf(...sketches: readonly Sketch[]): Span[] {
  return sketches.map(
    ({ name, parent, service = 'shop', attributes = {}, failed = false, events = [] }, index): Span => ({
      traceId: 'a'.repeat(32),
      spanId: (index + 1).toString(16).padStart(16, '0'),
      parentSpanId:
        parent === undefined || parent >= index ? undefined : (parent + 1).toString(16).padStart(16, '0'),
      name,
      kind: 'internal',
      startNs: BigInt(index) * 10_000_000n,
      endNs: BigInt(index) * 10_000_000n + 8_000_000n,
      attributes: new Map(Object.entries(attributes)),
      events: events.map((event) => ({ name: event, timeNs: undefined, attributes: new Map() })),
      links: [],
      status: { code: failed ? 'error' : 'unset', message: '' },
      resource: { attributes: new Map([['service.name', service]]) },
      scope: { name: '', version: '' },
    }),
  );
}

const traceOf = (...sketches: readonly Sketch[]) => createTrace({ spans: spansOf(...sketches), own: [] });

function proofOf(
  trace: Trace,
  expectations: Expectations,
  options: Partial<Parameters<typeof prove>[0]> = {},
): Proof {
  const claims = claimsOf(expectations, ['expect']);
  const own = { claims, trace, completeness: { complete: true } } as const;
  const plain = {
    others: [],
    hasOtherPasses: false,
    ignore: [],
    seed: 1,
    maxMutants: 10_000,
    prefix: 'expect',
  };
  return prove({ own, ...plain, ...options });
}

function load(toml: string): Expectations {
  const content = `[meta]\nname = "x"\n[[scenario]]\nname = "x"\nrun = "true"\n\n${toml}`;
  const { loaded, diagnostics } = loadScenarioFile({ file: 'x.span.toml', dir: '/', content });
  if (!loaded) throw new Error(`${diagnostics.map((each) => each.message).join('\n')}\n${content}`);
  return loaded.model.expect ?? {};
}

const order = traceOf(
  {
    name: 'order',
    attributes: { 'order.items': 2, 'server.port': 4711, 'thread.id': 3 },
    events: ['placed'],
  },
  { name: 'reserve', parent: 0 },
  { name: 'charge', parent: 0, service: 'payments', attributes: { amount: 1250 } },
);

test('what cannot fail kills nothing', () => {
  const proof = proofOf(order, { counts: { spans_total: { gte: 0 }, errors_total: { gte: 0 } } });
  expect(proof).toMatchObject({ killed: 0, spans: 3 });
  expect(proof.judged).toBeGreaterThan(20);
  expect(proof.expectations.map(({ worth }) => worth)).toEqual(['idle', 'idle']);
});

test('an empty trace has no mutants', () => {
  expect(proofOf(traceOf(), {})).toMatchObject({ judged: 0, killed: 0, suggestion: undefined });
});

test('every fault is killed by an expectation that speaks of it', () => {
  const killed = (expectations: Expectations) =>
    proofOf(order, expectations)
      .byOperator.filter((each) => each.killed > 0)
      .map(({ operator }) => operator);
  expect(killed({ counts: { spans_total: { eq: 3 } } })).toEqual([
    'drop-span',
    'duplicate',
    'external-call',
    'drop-service',
  ]);
  expect(killed({ graph: { acyclic: true } })).toEqual(['parent-loop']);
  expect(killed({ graph: { must_not_cross: [['reserve', 'charge']] } })).toEqual(['re-parent']);
  expect(killed({ status: { all: 'UNSET' } })).toEqual(['flip-status']);
  expect(killed({ order: { must_precede: [['reserve', 'charge']] } })).toContain('reorder');
  expect(killed({ span: [{ name: 'order', duration_ms: { max: 9000 } }] })).toContain('slow-down');
  expect(killed({ span: [{ name: 'order', events: { all: ['placed'] } }] })).toContain('drop-event');
  expect(killed({ span: [{ name: 'charge', attrs: { all: { amount: 1250 } } }] })).toEqual(
    expect.arrayContaining(['change-attribute', 'remove-attribute']),
  );
  expect(
    killed({ hermeticity: { span_attrs: { forbid_keys: ['http.request.header.authorization'] } } }),
  ).toEqual(['add-attribute']);
  expect(killed({ span: [{ name: 'charge', resource: { 'service.name': 'payments' } }] })).toEqual(
    expect.arrayContaining(['change-resource', 'remove-resource']),
  );
});

test('what varies by nature or is declared to vary is not counted', () => {
  const plain = proofOf(order, {});
  const ignoring = proofOf(order, {}, { ignore: ['order.*'] });
  // server.port and thread.id, each changed and removed.
  expect(plain.equivalent).toBe(4);
  expect(ignoring.equivalent).toBe(6);
  expect(ignoring.mutants).toBe(plain.mutants - 2);
  expect(plain.coverage.attributes).toContainEqual({ span: 'order', keys: ['order.items'] });
  expect(ignoring.coverage.attributes).not.toContainEqual({ span: 'order', keys: ['order.items'] });
});

test('names spans and attributes that nothing looks at', () => {
  const { coverage } = proofOf(order, { span: [{ name: 'order', attrs: { all: { 'order.items': 2 } } }] });
  expect(coverage.spans).toEqual([
    { name: 'reserve', count: 1 },
    { name: 'charge', count: 1 },
  ]);
  expect(coverage).toMatchObject({ attributeCount: 2, attributesSeen: 1 });
  expect(coverage.attributes).toEqual([{ span: 'charge', keys: ['amount'] }]);
});

test('a verdict that is undecided is killed, and counted as such', () => {
  // It applies only while there is a reserve; without it nothing is left that passed.
  const proof = proofOf(order, { span: [{ name: 'charge', when: { span: 'reserve' } }] });
  expect(proof.undecided).toBeGreaterThan(0);
  expect(proof.expectations).toMatchObject([{ worth: 'needed' }]);
  const beside = proofOf(
    order,
    { span: [{ name: 'charge', when: { span: 'reserve' } }] },
    { hasOtherPasses: true },
  );
  expect(beside.undecided).toBe(0);
  expect(beside.killed).toBeLessThan(proof.killed);
});

const sketch = fc.record<Sketch>({
  name: fc.constantFrom('a', 'b', 'GET /*', 'x [1]', 'job 3f8f3b5e-1111-4222-8333-444455556666'),
  parent: fc.option(fc.nat(5), { nil: undefined }),
  service: fc.constantFrom('shop', 'payments'),
  attributes: fc.dictionary(
    fc.constantFrom('k', '__proto__', 'a b', 'url.full'),
    fc.oneof(fc.string({ maxLength: 4 }), fc.integer(), fc.boolean(), fc.constant('http://127.0.0.1:4711/a')),
    { maxKeys: 3 },
  ),
  failed: fc.boolean(),
  events: fc.array(fc.constantFrom('e', 'f'), { maxLength: 2 }),
});
const sketches = fc.array(sketch, { minLength: 1, maxLength: 6 });
const some: readonly Expectations[] = [
  {},
  { counts: { spans_total: { gte: 1 } } },
  { graph: { acyclic: true }, hermeticity: { no_external_services: true } },
  { span: [{ name: '*' }] },
];

test('what is suggested loads, passes on what was recorded, and kills what it is suggested for', () => {
  fc.assert(
    fc.property(sketches, fc.constantFrom(...some), (given, expectations) => {
      const trace = traceOf(...given);
      const proof = proofOf(trace, expectations);
      // Only what passes can be proved.
      fc.pre(proof.expectations.every(({ outcome }) => outcome === 'passed'));
      if (!proof.suggestion) return;
      const added = load(proof.suggestion.toml);
      const own = { claims: claimsOf(added, []), trace, completeness: { complete: true } } as const;
      const after = proofOf(trace, expectations, { others: [own] });
      expect(new Set(after.expectations.map(({ outcome }) => outcome)), proof.suggestion.toml).toEqual(
        new Set(['passed']),
      );
      // What no single expectation notices, all of them together may.
      const unanswered = proof.survivors.filter((each) => each.suggestion === undefined).length;
      expect(after.survivors.length, proof.suggestion.toml).toBeLessThanOrEqual(unanswered);
      for (const each of proof.survivors.slice(0, 2)) {
        if (each.suggestion === undefined) continue;
        const alone = proofOf(trace, load(each.suggestion));
        expect(alone.killed, each.suggestion).toBeGreaterThan(0);
      }
    }),
    { numRuns: 15 },
  );
});

test('neither the order of arrival nor that of the expectations matters, and a seed gives one sample', () => {
  const expectations: Expectations = { counts: { spans_total: { gte: 2 } }, graph: { acyclic: true } };
  const shuffled = fc.tuple(sketches, fc.nat(1000), fc.nat(40)).chain(([given, seed, max]) => {
    const spans = spansOf(...given);
    const all = { minLength: spans.length, maxLength: spans.length };
    return fc.tuple(
      fc.constant(spans),
      fc.shuffledSubarray(spans, all),
      fc.constant(seed),
      fc.constant(max + 1),
    );
  });
  fc.assert(
    fc.property(shuffled, ([spans, arrived, seed, maxMutants]) => {
      const once = proofOf(createTrace({ spans, own: [] }), expectations, { seed, maxMutants });
      const again = proofOf(createTrace({ spans: arrived, own: [] }), expectations, { seed, maxMutants });
      expect(again).toEqual(once);
      expect(once.judged).toBe(Math.min(once.mutants, maxMutants));
      const reversed = { graph: expectations.graph, counts: expectations.counts };
      expect(proofOf(createTrace({ spans, own: [] }), reversed, { seed, maxMutants }).killed).toBe(
        once.killed,
      );
    }),
    { numRuns: 15 },
  );
});
