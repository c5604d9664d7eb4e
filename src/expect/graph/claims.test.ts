import { describe, expect, test } from 'vitest';
import { INCOMPLETE, judge, judgeOne, outcomes, span } from '../trace.fixture.ts';

const checkout = span('checkout');
const cart = span('cart', { below: checkout });
const charge = span('charge', { below: cart });
const loose = span('charge', { parentSpanId: 'e'.repeat(16) });
const elsewhere = { ...span('ship', { trace: 2 }), parentSpanId: checkout.spanId };
const spans = [checkout, cart, charge, loose, elsewhere];

type Pair = [string, string];
const include = (...must_include: Pair[]) => judge({ graph: { must_include } }, spans);
const avoid = (...must_not_cross: Pair[]) => judge({ graph: { must_not_cross } }, spans);

describe('must_include', () => {
  test('an edge is a direct child in the same trace; one is enough', () => {
    const findings = include(['cart', 'charge'], ['check*', 'c*']);
    expect(outcomes(findings)).toEqual(Array(2).fill('passed expect.graph.must_include'));
    expect(findings[0]?.proof.map(({ name }) => name)).toEqual(['cart', 'charge']);
    expect(findings[1]?.path).toEqual(['expect', 'graph', 'must_include', 1]);
  });

  test('a failure says what stands above the child instead, and how the parent leads to it', () => {
    expect(include(['checkout', 'charge'])[0]).toMatchObject({
      outcome: 'failed',
      message:
        '"charge" is below "cart" (1), a parent that was not received (1), never directly below "checkout" (indirectly: checkout -> cart -> charge)',
      edit: '["cart", "charge"]',
    });
  });

  test('a parent in another trace is no parent', () => {
    expect(include(['checkout', 'ship'])[0]).toMatchObject({
      outcome: 'failed',
      actual: '"ship" is below a parent that was not received (1)',
      edit: undefined,
    });
  });

  test('absent names fail, with what was perhaps meant', () => {
    expect(include(['checkout', 'chrage'])[0]?.message).toBe('no span "chrage" arrived, but "charge" did');
    expect(include(['x', 'y'])[0]?.actual).toBe('no span "x" and no span "y"');
  });

  test('a span is not its own child', () => {
    const own = span('loop');
    const self = { ...own, parentSpanId: own.spanId };
    expect(judgeOne({ graph: { must_include: [['loop', 'loop']] } }, [self]).outcome).toBe('failed');
    const child = span('loop', { below: own });
    expect(judgeOne({ graph: { must_include: [['loop', 'loop']] } }, [own, child]).outcome).toBe('passed');
  });

  test('roots sent by hand are recognised for what they are', () => {
    const bare = judgeOne({ graph: { must_include: [['root', 'work']] } }, [span('root')]);
    expect(bare.cheat).toContain('root span made up by hand');
    const single = judgeOne({ graph: { must_include: [['root', 'work']] } }, [span('root'), span('work')]);
    expect(single.cheat).toContain('made up one by one');
    expect(include(['checkout', 'charge'])[0]?.cheat).toBeUndefined();
  });

  test('the tested system does not count as a child of our own step by being below it', () => {
    const step = span('spanwright.step');
    const main = span('main', { below: step });
    const finding = judgeOne({ graph: { must_include: [['parent', 'main']] } }, [main, span('parent')], {
      own: [step],
    });
    expect(finding).toMatchObject({ outcome: 'failed', edit: undefined });
    expect(
      judgeOne({ graph: { must_include: [['spanwright.step', 'main']] } }, [main], { own: [step] }).outcome,
    ).toBe('passed');
  });
});

describe('must_not_cross', () => {
  test('fails on a direct edge and names both ends', () => {
    const [finding] = avoid(['cart', 'charge']);
    expect(finding).toMatchObject({
      outcome: 'failed',
      message: '"charge" directly below "cart": 1 such edge',
    });
    expect(finding?.proof.map(({ spanId }) => spanId)).toEqual([cart.spanId, charge.spanId]);
  });

  test('passes on indirect edges and absent names', () => {
    expect(outcomes(avoid(['checkout', 'charge'], ['x', 'y']))).toEqual(
      Array(2).fill('passed expect.graph.must_not_cross'),
    );
  });
});

describe('acyclic', () => {
  const ring = (names: readonly string[]) => {
    const around = names.map((name, index) => span(name, { from: index }));
    return around.map((each, index) => ({ ...each, parentSpanId: around.at(index - 1)?.spanId }));
  };

  test('passes on a forest, however deep', () => {
    let below = span('root');
    const chain = [below];
    for (let depth = 0; depth < 10_000; depth++) {
      below = span('deep', { below });
      chain.push(below);
    }
    expect(judgeOne({ graph: { acyclic: true } }, chain).outcome).toBe('passed');
  });

  test('shows a cycle from its earliest span, parents first', () => {
    const members = ring(['a', 'b', 'c']);
    const hanging = span('d', { below: members[1] });
    expect(judgeOne({ graph: { acyclic: true } }, [hanging, ...members.toReversed()])).toMatchObject({
      outcome: 'failed',
      message: 'a -> b -> c -> a',
      proofCount: 3,
    });
  });

  test('counts further cycles; a span that is its own parent is one', () => {
    const finding = judgeOne({ graph: { acyclic: true } }, [...ring(['b', 'c']), ...ring(['self'])]);
    expect(finding).toMatchObject({ outcome: 'failed', actual: '2 cycles' });
    expect(finding.message).toMatch(/ and 1 other cycle$/);
  });

  test('a long cycle is shortened', () => {
    const names = Array.from({ length: 100 }, (_, index) => `s${index}`);
    expect(judgeOne({ graph: { acyclic: true } }, ring(names)).message).toBe(
      's0 -> s1 -> s2 -> s3 -> s4 -> s5 -> s6 -> s7 -> s8 -> (91 more) -> s0',
    );
  });

  test('false asks for nothing', () => {
    expect(judgeOne({ graph: { acyclic: false } }, spans)).toMatchObject({
      outcome: 'notApplicable',
      rule: 'expect.graph.acyclic',
    });
  });
});

test('while telemetry is incomplete, only what more spans cannot change is judged', () => {
  const graph = {
    must_include: [
      ['cart', 'charge'],
      ['checkout', 'ship'],
    ] as Pair[],
    must_not_cross: [
      ['cart', 'charge'],
      ['x', 'y'],
    ] as Pair[],
    acyclic: true,
  };
  const findings = judge({ graph }, spans, { completeness: INCOMPLETE });
  expect(findings.map(({ outcome }) => outcome)).toEqual([
    'passed',
    'undecided',
    'failed',
    'undecided',
    'undecided',
  ]);
  expect(findings[1]?.message).toContain('because the limit of 10 spans was reached; so far: ');
});
