import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lowestRotation, peel } from './cycle.ts';
import { compareText } from './order.ts';
import { grow, shapes } from './span.arbitrary.ts';
import { createTrace } from './trace.ts';

test('lowestRotation is the least of all rotations', () => {
  const circles = fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 9 });
  fc.assert(
    fc.property(circles, (circle) => {
      const rotations = circle.map((_, start) =>
        [...circle.slice(start), ...circle.slice(0, start)].join(''),
      );
      expect(lowestRotation(circle, compareText).join('')).toBe(rotations.sort(compareText)[0]);
    }),
    { numRuns: 500 },
  );
});

test('peel puts every span either before its parent or on a cycle', () => {
  fc.assert(
    fc.property(shapes, (shape) => {
      const trace = createTrace({ spans: grow(shape, 1), own: [] });
      const peeled = peel(trace.parents());
      const at = (index: number) => trace.spans[index] ?? fail();
      const leavesFirst = [...peeled.leavesFirst].map(at);
      const cycles = peeled.cycles.map((cycle) => cycle.map(at));
      expect(new Set([...leavesFirst, ...cycles.flat()])).toEqual(new Set(trace.spans));
      expect(leavesFirst.length + cycles.flat().length).toBe(trace.spans.length);
      for (const [index, span] of leavesFirst.entries()) {
        const parent = trace.parentOf(span);
        if (parent && !cycles.flat().includes(parent))
          expect(leavesFirst.indexOf(parent)).toBeGreaterThan(index);
      }
      for (const cycle of cycles) {
        for (const [index, span] of cycle.entries()) {
          expect(trace.parentOf(span)).toBe(cycle.at(index - 1));
        }
      }
    }),
  );
});

function fail(): never {
  throw new Error('a position beyond the trace');
}
