import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createTrace, type Span, type Trace } from '../../trace/index.ts';
import { type Forest, forestOf } from './forest.ts';
import { countEdits, isMoved, type Matching, matchForests } from './match.ts';
import { Numbers } from './numbers.ts';

/** A span by its name, a value it carries, and the position of its parent among those before it. */
interface Sketch {
  readonly name: string;
  readonly value: number;
  readonly parent: number;
}

function traceOf(sketches: readonly Sketch[]): Trace {
  const spans = sketches.map(
    ({ name, value, parent }, index): Span => ({
      traceId: 't',
      spanId: `s${index}`,
      parentSpanId: parent < 0 ? undefined : `s${parent}`,
      name,
      kind: 'internal',
      startNs: BigInt(index + 1) * 1_000_000n,
      endNs: BigInt(index + 2) * 1_000_000n,
      attributes: new Map([['value', value]]),
      events: [],
      links: [],
      status: { code: 'unset', message: '' },
      resource: { attributes: new Map() },
      scope: { name: '', version: '' },
    }),
  );
  return createTrace({ spans, own: [] });
}

function forests(a: readonly Sketch[], b: readonly Sketch[]): readonly [Forest, Forest] {
  const options = { numbers: new Numbers(), counts: () => true };
  return [forestOf(traceOf(a), options), forestOf(traceOf(b), options)];
}

/** The least number of edits over every way to pair spans of one name: as slow as it is sure. */
function leastEdits(before: Forest, after: Forest): number {
  const matching: Matching = {
    toAfter: new Int32Array(before.spans.length).fill(-1),
    toBefore: new Int32Array(after.spans.length).fill(-1),
  };
  let least = Number.POSITIVE_INFINITY;
  const choose = (u: number): void => {
    if (u === before.spans.length) {
      least = Math.min(least, countEdits(before, after, matching));
      return;
    }
    choose(u + 1);
    for (let v = 0; v < after.spans.length; v++) {
      if (before.name[u] !== after.name[v] || matching.toBefore[v] !== -1) continue;
      matching.toAfter[u] = v;
      matching.toBefore[v] = u;
      choose(u + 1);
      matching.toAfter[u] = -1;
      matching.toBefore[v] = -1;
    }
  };
  choose(0);
  return least;
}

const sketches = (max: number) =>
  fc.integer({ min: 0, max }).chain((length) =>
    fc.tuple(
      ...Array.from({ length }, (_, index) =>
        fc.record<Sketch>({
          name: fc.constantFrom('a', 'b', 'c'),
          value: fc.integer({ min: 0, max: 1 }),
          parent: fc.integer({ min: -1, max: index - 1 }),
        }),
      ),
    ),
  );

/** One to three of the changes that programs make to their traces. */
const edited = (max: number) =>
  sketches(max).chain((from) =>
    fc
      .array(fc.tuple(fc.constantFrom('drop', 'add', 'change', 'move'), fc.nat(), fc.nat()), {
        minLength: 1,
        maxLength: 3,
      })
      .map((edits) => [from, edits.reduce<readonly Sketch[]>(apply, from)] as const),
  );

function apply(
  list: readonly Sketch[],
  [kind, at, by]: readonly [string, number, number],
): readonly Sketch[] {
  const index = list.length === 0 ? 0 : at % list.length;
  const target = list[index];
  if (kind === 'add' || !target) {
    return [...list, { name: 'abc'.charAt(by % 3), value: by % 2, parent: (by % (list.length + 1)) - 1 }];
  }
  if (kind === 'change') return list.with(index, { ...target, value: 1 - target.value });
  if (kind === 'move') return list.with(index, { ...target, parent: (by % (index + 1)) - 1 });
  return list
    .map((each) => (each.parent === index ? { ...each, parent: target.parent } : each))
    .map((each) => (each.parent > index ? { ...each, parent: each.parent - 1 } : each))
    .toSpliced(index, 1);
}

function compared(pairs: readonly (readonly [readonly Sketch[], readonly Sketch[]])[]) {
  const results = pairs.map(([a, b]) => {
    const [before, after] = forests(a, b);
    return {
      found: countEdits(before, after, matchForests(before, after)),
      least: leastEdits(before, after),
    };
  });
  const best = results.filter(({ found, least }) => found === least).length;
  const worst = Math.max(...results.map(({ found, least }) => (least === 0 ? found + 1 : found / least)));
  return { share: best / results.length, worst };
}

describe('as few edits as the best of all possible matchings', () => {
  test.for([
    ['traces that were edited', edited(6), 1],
    ['traces that have nothing to do with each other', fc.tuple(sketches(6), sketches(6)), 2],
    ['larger ones', edited(8), 3],
  ] as const)('%s', ([, pairs, seed]) => {
    expect(compared(fc.sample(pairs, { numRuns: 1500, seed }))).toEqual({ share: 1, worst: 1 });
  });
});

test('a matching is one to one, of one name, and nobody is moved without need', () => {
  fc.assert(
    fc.property(sketches(12), sketches(12), (a, b) => {
      const [before, after] = forests(a, b);
      const { toAfter, toBefore } = matchForests(before, after);
      for (const [u, v] of toAfter.entries()) {
        if (v === -1) continue;
        expect(toBefore[v]).toBe(u);
        expect(before.name[u]).toBe(after.name[v]);
      }
    }),
  );
});

test('a trace is itself', () => {
  fc.assert(
    fc.property(sketches(20), (a) => {
      const [before, after] = forests(a, a);
      const matching = matchForests(before, after);
      expect(countEdits(before, after, matching)).toBe(0);
      expect([...matching.toAfter.entries()].some(([u, v]) => isMoved(u, v, before, after, matching))).toBe(
        false,
      );
    }),
  );
});
