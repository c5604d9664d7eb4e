import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isNamed } from '../../expect/index.ts';
import { containsHost, containsName } from './names.ts';

const glob = fc
  .array(fc.constantFrom('a', 'b', '*', '?', '[ab]', '[!a]', '[a-c]', '[', '**', ']', '[!]', '[]b]'), {
    maxLength: 5,
  })
  .map((parts) => parts.join(''));
const name = fc
  .array(fc.constantFrom('a', 'b', 'c', '[', ']', '*', '😀'), { maxLength: 6 })
  .map((parts) => parts.join(''));

test('a glob that is said to contain another names whatever that one names', () => {
  let contained = 0;
  fc.assert(
    fc.property(glob, glob, fc.array(name, { minLength: 20, maxLength: 20 }), (outer, inner, names) => {
      if (!containsName(outer, inner)) return;
      contained++;
      for (const each of [...names, inner, outer])
        if (isNamed(each, inner)) expect(isNamed(each, outer)).toBe(true);
    }),
    { numRuns: 4_000 },
  );
  expect(contained).toBeGreaterThan(200);
});

test.each([
  ['GET /*', 'GET /a', true],
  ['GET /a', 'GET /*', false],
  ['*', 'GET /*', true],
  ['a*', 'ab*', true],
  ['ab*', 'a*', false],
  ['*b*', 'a*b', true],
  ['a*c', 'a*b*c', true],
  ['a?', 'a*', false],
  ['a*', 'a?', true],
  ['?*', '*?', true],
  ['*?', '??*', true],
  ['[a-z]x', 'bx', true],
  ['[a-z]x', '[b]x', false],
  ['GET /orders/[id]', 'GET /orders/i', true],
  ['GET /orders/i', 'GET /orders/[id]', false],
  // Spans of our own are meant by names that begin so, and by no other.
  ['*', 'spanwright.step', false],
  ['spanwright.*', 'spanwright.step', true],
  ['', '', true],
])('%j contains %j: %s', (outer, inner, expected) => {
  expect(containsName(outer, inner)).toBe(expected);
});

test('long globs cost little, and are the same or not', () => {
  const long = '*a'.repeat(40_000);
  expect(containsName(long, long)).toBe(true);
  expect(containsName(`${long}*`, long)).toBe(false);
});

test('hosts are compared as globs only', () => {
  expect(containsHost('*.internal', 'db.internal')).toBe(true);
  expect(containsHost('db.internal', '*.internal')).toBe(false);
  expect(containsHost('*', 'spanwright.example')).toBe(true);
});
