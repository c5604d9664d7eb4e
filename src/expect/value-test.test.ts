import { describe, expect, test } from 'vitest';
import type { ValueTest } from '../scenario/index.ts';
import type { AttributeValue } from '../trace/index.ts';
import { compileValueTest } from './value-test.ts';

describe('compileValueTest', () => {
  const cases: [ValueTest, AttributeValue | undefined, boolean][] = [
    ['200', 200, true],
    [200, '200', true],
    [200, 200n, true],
    [200, 2000, false],
    [1.5, 1.5, true],
    [2, 2.0, true],
    [true, 'true', true],
    [true, 'yes', false],
    ['pass', 'bypassed', false],
    ['', undefined, false],
    ['null', null, true],
    ['aGk=', new Uint8Array([104, 105]), true],
    ['["a",1]', ['a', 1], true],
    [
      '{"a":1,"b":2}',
      new Map([
        ['b', 2],
        ['a', 1],
      ]),
      true,
    ],
    [['a', 1], ['a', '1'], true],
    [['a'], ['a', 'b'], false],
    [['a'], 'a', false],
    [[], [], true],
    [{ gte: 200, lt: 300 }, 204, true],
    [{ gte: 200, lt: 300 }, 300, false],
    [{ gte: 200 }, '204', true],
    [{ gte: 200 }, 'many', false],
    [{ gte: 0 }, true, false],
    [{ gt: 9_007_199_254_740_991 }, 9_007_199_254_740_993n, true],
    [{ gt: 9_007_199_254_740_991 }, '9007199254740993', true],
    [{ lte: 1.5 }, 1n, true],
    [{ eq: 5 }, '5', true],
    [{ ne: 5 }, '6', true],
    [{ ne: 5 }, undefined, false],
    [{ contains: 'rder' }, '/orders', true],
    [{ starts_with: '/o' }, '/orders', true],
    [{ ends_with: 's' }, '/orders', true],
    [{ ends_with: 'x' }, '/orders', false],
    [{ matches: '^/orders/[0-9]+$' }, '/orders/7', true],
    [{ matches: '(?i)GET' }, 'get', true],
    [{ not_matches: 'secret' }, 'open', true],
    [{ not_matches: 'secret' }, 'a secret', false],
    [{ not_matches: 'secret' }, undefined, false],
    [{ in: [1, 'b'] }, '1', true],
    [{ in: [1, 'b'] }, 'c', false],
    [{ exists: true }, null, true],
    [{ exists: true }, undefined, false],
    [{ exists: false }, undefined, true],
    [{ exists: false }, 'here', false],
    [{ exists: false, eq: 'a' }, undefined, false],
    [{}, 'anything', true],
    [{}, undefined, false],
  ];

  test.each(cases)('%j on %o is %j', (given, value, expected) => {
    expect(compileValueTest(given).holds(value)).toBe(expected);
  });

  test('shows itself as the file writes it', () => {
    expect(compileValueTest({ gte: 200, in: ['a', 1], matches: 'x' }).expected).toBe(
      '{ gte = 200, in = ["a", 1], matches = "x" }',
    );
    expect(compileValueTest('a"b').expected).toBe('"a\\"b"');
    expect(compileValueTest(['a', 2]).expected).toBe('["a", 2]');
  });

  test('says why a pattern cannot be judged', () => {
    expect(compileValueTest({ matches: '(' }).problem).toContain('matches = "(" is no valid pattern');
    expect(compileValueTest({ matches: 'a' }).problem).toBeUndefined();
  });
});
