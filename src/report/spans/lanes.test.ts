import fc from 'fast-check';
import { expect, it } from 'vitest';
import { lanesOf, type Stretch } from './lanes.ts';

const anyStretches = fc.array(
  fc
    .tuple(fc.nat({ max: 40 }), fc.nat({ max: 20 }), fc.option(fc.nat({ max: 20 }), { nil: undefined }))
    .map(([start, length, near]): Stretch => ({ start, end: start + length, near })),
  { maxLength: 25 },
);

it('puts in one lane only what follows one another or lies one within the other', () => {
  fc.assert(
    fc.property(anyStretches, (stretches) => {
      const lanes = lanesOf(stretches);
      for (const [i, a] of stretches.entries()) {
        for (const [j, b] of stretches.entries()) {
          if (i === j || lanes[i] !== lanes[j]) continue;
          const follows = a.end <= b.start || b.end <= a.start;
          const isWithin = (a.start <= b.start && b.end <= a.end) || (b.start <= a.start && a.end <= b.end);
          expect(follows || isWithin).toBe(true);
        }
      }
    }),
  );
});

it('puts a child below its parent, and what overlaps beside it', () => {
  const stretches: Stretch[] = [
    { start: 0, end: 100, near: undefined },
    { start: 10, end: 60, near: 0 },
    { start: 20, end: 90, near: 0 },
    { start: 70, end: 80, near: 0 },
  ];
  expect([...lanesOf(stretches)]).toEqual([0, 0, 1, 0]);
});

it('begins again in lanes that are free', () => {
  const stretches = Array.from({ length: 10 }, (_, index) => ({
    start: index,
    end: index + 1,
    near: undefined,
  }));
  expect(new Set(lanesOf(stretches))).toEqual(new Set([0]));
});
