import { describe, expect, test } from 'vitest';
import { coverage, literally } from './names.ts';
import { isSlip } from './slip.ts';

describe('coverage', () => {
  test.each([
    ['a', 'a', true],
    ['a', 'b', false],
    ['GET *', 'GET /orders', true],
    ['GET *', 'POST /orders', false],
    ['*', 'a\nb', true],
    ['a?c', 'abc', true],
    ['a?c', 'a\u{1f600}c', true],
    ['a?c', 'ac', false],
    ['[a-c]x', 'bx', true],
    ['[!a-c]x', 'bx', false],
    ['[]]x', ']x', true],
    ['a.c*', 'abc', false],
    ['(a+)*', '(a+) b', true],
    ['[a\\]x', '\\x', true],
    ['[z-a]', 'z', false],
    // Of two globs, only equal ones are compared.
    ['GET *', 'GET *', true],
    ['*', 'GET *', false],
    // Spanwright's own spans are meant only by names with their prefix.
    ['*', 'spanwright.step', false],
    ['spanwright.*', 'spanwright.step', true],
  ])('%s covers %s: %s', (wide, narrow, expected) => {
    expect(coverage([wide])(narrow).length > 0).toBe(expected);
  });

  test('a name taken literally covers itself alone', () => {
    const covers = coverage([literally('GET [id] *')]);
    expect(covers('GET i b')).toEqual([]);
    expect(covers('GET [id] b')).toEqual([]);
  });
});

describe('slips of the pen', () => {
  test.each([
    ['charge card', 'chrage card'],
    ['charge card', 'chargge card'],
    ['checkout', 'Checkout'],
    ['GET /orders', 'GET /ordes'],
    ['payment.authorize', 'payment.autorize'],
    ['reserve stock', 'reserve stocck'],
  ])('%s and %s', (a, b) => {
    expect(isSlip(a, b)).toBe(true);
    expect(isSlip(b, a)).toBe(true);
  });

  test.each([
    ['GET /order', 'GET /orders'],
    ['step 1', 'step 2'],
    ['shard10', 'shard11'],
    ['file.read', 'file.head'],
    ['a', 'b'],
    ['create', 'created'],
    ['connect', 'disconnect'],
    ['charge card', 'charge cash'],
    ['checkout', 'checkout'],
    ['lookup', 'hookup'],
  ])('not %s and %s', (a, b) => {
    expect(isSlip(a, b)).toBe(false);
    expect(isSlip(b, a)).toBe(false);
  });
});
