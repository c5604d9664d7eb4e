import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nearest } from './nearest.ts';

test.each([
  ['nmae', ['name', 'version'], 'name'],
  ['run_cmd', ['command', 'run', 'runs_on'], 'run'],
  ['timeout-ms', ['timeout', 'time'], 'timeout'],
  ['idx', ['index', 'index0', 'first'], 'index'],
  ['cmd', ['command', 'commands', 'env'], 'command'],
  // A slip of the pen is likelier than a word of another length.
  ['nam', ['namespace', 'name'], 'name'],
  ['id', ['identifier'], undefined],
  ['running', ['run'], undefined],
  ['spn', ['statement_pending_now'], undefined],
  ['', ['a'], undefined],
  ['x'.repeat(65), ['x'.repeat(64)], undefined],
])('%s among %j is %s', (word, candidates, expected) => {
  expect(nearest(word, candidates)).toBe(expected);
  // Also of what can be gone through once only.
  expect(nearest(word, candidates.values())).toBe(expected);
});

/** By its definition, in exponential time. */
function distance(a: string, b: string): number {
  if (a === '' || b === '') return a.length + b.length;
  const [a1, b1] = [a.slice(1), b.slice(1)];
  const isSwapped = a.length > 1 && b.length > 1 && a[0] === b[1] && a[1] === b[0];
  return Math.min(
    distance(a1, b) + 1,
    distance(a, b1) + 1,
    distance(a1, b1) + (a[0] === b[0] ? 0 : 1),
    isSwapped ? distance(a.slice(2), b.slice(2)) + 1 : Number.POSITIVE_INFINITY,
  );
}

test('finds the first of those with the least distance, if that is a third at most', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(word, fc.array(word, { maxLength: 5 }), (wanted, candidates) => {
      const near = candidates
        .map((candidate) => ({ candidate, is: distance(wanted, candidate) }))
        .filter(({ candidate, is }) => is <= Math.max(1, Math.max(wanted.length, candidate.length) / 3));
      const [first] = near.toSorted((x, y) => x.is - y.is);
      if (first) expect(nearest(wanted, candidates)).toBe(first.candidate);
    }),
    { numRuns: 500 },
  );
});
