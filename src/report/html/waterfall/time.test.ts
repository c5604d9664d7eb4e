import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { durationText, ticksOf, zoomed } from './time.ts';

describe('durationText', () => {
  it.each([
    [0, '0 ns'],
    [999, '999 ns'],
    [1500, '1.50 µs'],
    [310_000, '310 µs'],
    [12_345_678, '12.3 ms'],
    [1_240_000_000, '1.24 s'],
    [600e9, '10.0 min'],
  ])('%d ns are %s', (ns, text) => expect(durationText(ns)).toBe(text));
});

const anyRange = fc
  .tuple(fc.nat({ max: 1e12 }), fc.integer({ min: 1, max: 1e12 }))
  .map(([from, length]) => ({ from, to: from + length }));

describe('ticksOf', () => {
  it('gives round times within the range, no more than asked for and one', () => {
    fc.assert(
      fc.property(anyRange, fc.integer({ min: 1, max: 20 }), (range, most) => {
        const ticks = ticksOf(range, most);
        expect(ticks.length).toBeLessThanOrEqual(most + 1);
        for (const tick of ticks) {
          expect(tick).toBeGreaterThanOrEqual(range.from - 1e-3);
          expect(tick).toBeLessThanOrEqual(range.to + 1e-3);
        }
      }),
    );
  });

  it('begins at a round time', () =>
    expect(ticksOf({ from: 130, to: 500 }, 4)).toEqual([200, 300, 400, 500]));
  it('has none for no time at all', () => expect(ticksOf({ from: 5, to: 5 }, 4)).toEqual([]));
});

describe('zoomed', () => {
  const whole = { from: 1000, to: 101_000 };

  it('stays within the whole and keeps the point where it is', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.1, max: 10, noNaN: true }),
        fc.integer({ min: 1000, max: 101_000 }),
        (factor, around) => {
          const range = zoomed(whole, { factor, around, whole });
          expect(range.from).toBeGreaterThanOrEqual(whole.from - 1e-6);
          expect(range.to).toBeLessThanOrEqual(whole.to + 1e-6);
          expect(around).toBeGreaterThanOrEqual(range.from - 1e-6);
          expect(around).toBeLessThanOrEqual(range.to + 1e-6);
        },
      ),
    );
  });

  it('comes back to the whole', () => {
    const part = zoomed(whole, { factor: 0.5, around: 20_000, whole });
    expect(part.to - part.from).toBe(50_000);
    expect(zoomed(part, { factor: 4, around: 20_000, whole })).toEqual(whole);
  });
});
