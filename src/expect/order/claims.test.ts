import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { OrderExpectation } from '../../scenario/index.ts';
import { compareSpans, type Span } from '../../trace/index.ts';
import { forests, INCOMPLETE, judgeOne, span, traceOf } from '../trace.fixture.ts';

const first = span('first', { from: 0, to: 10 });
const second = span('second', { from: 10, to: 20 });

function order(expectation: OrderExpectation, spans: readonly Span[]) {
  return judgeOne({ order: expectation }, spans);
}

describe('must_precede', () => {
  test('the first ends before the second begins, or just when it does', () => {
    const finding = order({ must_precede: [['first', 'second']] }, [first, second]);
    expect(finding).toMatchObject({ outcome: 'passed', rule: 'expect.order.must_precede' });
    expect(finding.proof.map(({ name }) => name)).toEqual(['first', 'second']);
  });

  test('the wrong way round fails, and the right way is proposed', () => {
    expect(order({ must_precede: [['second', 'first']] }, [first, second])).toMatchObject({
      outcome: 'failed',
      message: '"second" ends 20 ms after "first" begins',
      edit: '["first", "second"]',
    });
  });

  test('overlap fails without a proposal', () => {
    const overlapping = span('second', { from: 8.5, to: 20 });
    expect(order({ must_precede: [['first', 'second']] }, [first, overlapping])).toMatchObject({
      outcome: 'failed',
      message: '"first" ends 1.5 ms after "second" begins',
      edit: undefined,
    });
  });

  test('must_follow is the same, written the other way round', () => {
    expect(order({ must_follow: [['second', 'first']] }, [first, second]).outcome).toBe('passed');
    expect(order({ must_follow: [['first', 'second']] }, [first, second])).toMatchObject({
      outcome: 'failed',
      rule: 'expect.order.must_follow',
      edit: '["second", "first"]',
    });
  });

  test('absent names and missing times fail', () => {
    expect(order({ must_precede: [['first', 'nobody']] }, [first]).actual).toBe('no span "nobody"');
    const untimed = span('second', { untimed: true });
    expect(order({ must_precede: [['first', 'second']] }, [first, untimed]).message).toBe(
      'spans without usable times cannot be put in order',
    );
  });
});

describe('tolerance', () => {
  const late = (resource: string, from: number) =>
    span('second', { from, to: 30, resource: { 'service.name': resource } });
  const passes = (spans: Span[], tolerance?: number) =>
    order({ must_precede: [['first', 'second']], tolerance }, spans).outcome === 'passed';

  test.each(['api', 'other'])('is 1 ms to a span of `%s` unless another is given', (resource) => {
    expect(passes([first, late(resource, 9)])).toBe(true);
    expect(passes([first, late(resource, 8.9)])).toBe(false);
    expect(passes([first, late(resource, 8.9)], 2)).toBe(true);
    expect(passes([first, late(resource, 9.9)], 0)).toBe(false);
  });

  test('excuses an overlap on one clock only where the first also begins no later', () => {
    const short = (resource: string) => [
      span('first', { from: 0.3, to: 0.5 }),
      span('second', { from: 0, to: 0.2, resource: { 'service.name': resource } }),
    ];
    expect(passes(short('api'))).toBe(false);
    expect(passes(short('other'))).toBe(true);
  });

  test('a pass that needs it says so', () => {
    expect(order({ must_precede: [['first', 'second']] }, [first, late('api', 9.2)]).message).toContain(
      '0.8 ms of overlap, within the tolerance',
    );
  });
});

describe('causality', () => {
  const root = span('checkout', { from: 0, to: 10 });
  const middle = span('cart', { below: root, from: 1, to: 9 });
  const leaf = span('charge', { below: middle, from: 2, to: 3 });

  test('an ancestor never precedes its descendant, and the message names the containment', () => {
    const finding = order({ must_precede: [['checkout', 'charge']] }, [root, middle, leaf]);
    expect(finding).toMatchObject({ outcome: 'failed' });
    expect(finding.message).toBe(
      '"checkout" contains "charge" (checkout -> cart -> charge), so neither ends before the other begins; to claim that, write a window with outer = "checkout", contains = ["charge"]',
    );
    expect(order({ must_follow: [['cart', 'checkout']] }, [root, middle, leaf]).message).toContain(
      'write graph.must_include = [["checkout", "cart"]]',
    );
  });

  test('not even when the parent ended before the child began', () => {
    const detached = span('detached', { below: root, from: 11, to: 12 });
    expect(order({ must_precede: [['checkout', 'detached']] }, [root, detached]).outcome).toBe('failed');
  });

  test('nor does a span precede itself', () => {
    expect(order({ must_precede: [['first', 'first']] }, [span('first', { from: 1, to: 1 })])).toMatchObject({
      outcome: 'failed',
      message: '"first" arrived once, and a span cannot come before itself',
    });
  });

  test('a pair of other spans of those names is in order all the same', () => {
    const later = span('charge', { from: 50 });
    expect(order({ must_precede: [['checkout', 'charge']] }, [root, middle, leaf, later]).outcome).toBe(
      'passed',
    );
    expect(
      order({ must_precede: [['checkout', 'charge']], mode: 'all' }, [root, middle, leaf, later]).outcome,
    ).toBe('failed');
  });
});

describe('mode', () => {
  const firsts = [span('a', { from: 0, to: 1 }), span('a', { from: 5, to: 6 })];
  const seconds = [span('b', { from: 2, to: 3 }), span('b', { from: 8, to: 9 })];

  test('exists is content with one pair, all is not', () => {
    expect(order({ must_precede: [['a', 'b']] }, [...firsts, ...seconds]).outcome).toBe('passed');
    expect(order({ must_precede: [['a', 'b']], mode: 'all' }, [...firsts, ...seconds])).toMatchObject({
      outcome: 'failed',
      message: '"a" ends 4 ms after "b" begins',
    });
    const after = seconds.map((each) => ({ ...each, startNs: 20_000_000n, endNs: 21_000_000n }));
    expect(order({ must_precede: [['a', 'b']], mode: 'all' }, [...firsts, ...after]).outcome).toBe('passed');
  });

  test('all wants times on every span', () => {
    const untimed = span('a', { untimed: true });
    expect(order({ must_precede: [['a', 'b']], mode: 'all' }, [untimed, ...seconds]).message).toContain(
      '"a" without usable times',
    );
  });
});

test('while telemetry is incomplete, a pair in order stands unless an ancestor may be missing', () => {
  const judged = (spans: readonly Span[]) =>
    judgeOne({ order: { must_precede: [['first', 'second']] } }, spans, { completeness: INCOMPLETE }).outcome;
  expect(judged([first, second])).toBe('passed');
  expect(judged([first, { ...second, parentSpanId: 'e'.repeat(16) }])).toBe('undecided');
  expect(judged([first, { ...second, traceId: 'b'.repeat(32), parentSpanId: 'e'.repeat(16) }])).toBe(
    'passed',
  );
  expect(judged([first])).toBe('undecided');
});

describe('agrees with comparing every span with every other', () => {
  test.each(['exists', 'all'] as const)('in mode %s', (mode) => {
    let passed = 0;
    fc.assert(
      fc.property(forests(['a', 'b']), fc.nat(3), fc.boolean(), (spans, tolerance, same) => {
        const question = {
          firstName: 'a',
          secondName: same ? 'a' : 'b',
          mode,
          toleranceNs: BigInt(tolerance * 1e6),
        };
        const { firstName, secondName } = question;
        fc.pre([firstName, secondName].every((name) => spans.some((each) => each.name === name)));
        const expected = brute(spans, question);
        const finding = order({ must_precede: [[firstName, secondName]], mode, tolerance }, spans);
        expect(finding.outcome).toBe(expected ? 'passed' : 'failed');
        if (expected) passed++;
      }),
      { numRuns: 2000 },
    );
    expect(passed).toBeGreaterThan(10);
  });

  test('the pair that is shown is the earliest', () => {
    let shown = 0;
    fc.assert(
      fc.property(forests(['a', 'b']), fc.nat(3), (spans, tolerance) => {
        fc.pre(['a', 'b'].every((name) => spans.some((each) => each.name === name)));
        const finding = order({ must_precede: [['a', 'b']], tolerance }, spans);
        if (finding.outcome !== 'passed') return;
        const precedes = precedence(spans, BigInt(tolerance * 1e6));
        const named = (name: string) => traceOf(spans).named(name);
        const second = earliest(
          named('b').filter((b) => named('a').some((a) => precedes(a, b))),
          'startNs',
        );
        const first =
          second &&
          earliest(
            named('a').filter((a) => precedes(a, second)),
            'endNs',
          );
        expect(finding.proof.map(({ spanId }) => spanId)).toEqual([first?.spanId, second?.spanId]);
        shown++;
      }),
      { numRuns: 2000 },
    );
    expect(shown).toBeGreaterThan(10);
  });
});

function earliest(spans: readonly Span[], by: 'startNs' | 'endNs'): Span | undefined {
  const time = (span: Span) => span[by] ?? 0n;
  return spans.toSorted((a, b) => Number(time(a) - time(b)) || compareSpans(a, b))[0];
}

interface Question {
  readonly firstName: string;
  readonly secondName: string;
  readonly mode: 'exists' | 'all';
  readonly toleranceNs: bigint;
}

function brute(spans: readonly Span[], { firstName, secondName, mode, toleranceNs }: Question): boolean {
  const trace = traceOf(spans);
  const precedes = precedence(spans, toleranceNs);
  const firsts = trace.named(firstName);
  const seconds = trace.named(secondName);
  return mode === 'exists'
    ? firsts.some((a) => seconds.some((b) => precedes(a, b)))
    : firsts.every((a) => seconds.every((b) => precedes(a, b)));
}

function precedence(spans: readonly Span[], toleranceNs: bigint): (a: Span, b: Span) => boolean {
  const trace = traceOf(spans);
  const ancestors = (each: Span) => {
    const above = new Set<Span>();
    for (let at = trace.parentOf(each); at && !above.has(at); at = trace.parentOf(at)) above.add(at);
    return above;
  };
  return (a, b) => {
    if (a === b || ancestors(a).has(b) || ancestors(b).has(a)) return false;
    if (a.startNs === undefined || a.endNs === undefined || b.startNs === undefined) return false;
    const sameClock = a.resource.attributes.get('host.name') === b.resource.attributes.get('host.name');
    if (sameClock && a.startNs > b.startNs) return false;
    return a.endNs <= b.startNs + toleranceNs;
  };
}
