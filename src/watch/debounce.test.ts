import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Debounce } from './debounce.ts';

const OPTIONS = { quietMs: 50, capMs: 250 };
const hints = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.integer({ min: 0, max: 90 })), {
  minLength: 1,
  maxLength: 60,
});

it('gives back every path, after its last hint, and never later than the cap after its first', () => {
  fc.assert(
    fc.property(hints, (steps) => {
      const debounce = new Debounce(OPTIONS);
      const waiting = new Map<string, { first: number; last: number }>();
      let now = 0;
      const takeDue = (until: number) => {
        for (let due = debounce.dueMs(); due !== undefined && due <= until; due = debounce.dueMs()) {
          const taken = debounce.take(due);
          expect(taken.size).toBeGreaterThan(0);
          for (const path of taken.keys()) {
            const { first, last } = waiting.get(path) ?? { first: Number.NaN, last: Number.NaN };
            expect(due >= last + OPTIONS.quietMs || due >= first + OPTIONS.capMs).toBe(true);
            expect(due).toBeLessThanOrEqual(first + OPTIONS.capMs);
            waiting.delete(path);
          }
        }
      };
      for (const [path, pauseMs] of steps) {
        takeDue(now);
        debounce.add(path, 'touched', now);
        waiting.set(path, { first: waiting.get(path)?.first ?? now, last: now });
        now += pauseMs;
      }
      takeDue(Number.POSITIVE_INFINITY);
      expect([...waiting]).toEqual([]);
    }),
  );
});

it('the last hint for a path counts', () => {
  const debounce = new Debounce(OPTIONS);
  debounce.add('a', 'gone', 0);
  debounce.add('a', 'touched', 1);
  expect(debounce.take(51)).toEqual(new Map([['a', 'touched']]));
});
