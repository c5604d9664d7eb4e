import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileGlob, isGlob } from './glob.ts';

describe('compileGlob', () => {
  test.each([
    ['*', '', true],
    ['*', 'a.b/c', true],
    ['**', 'a/b', true],
    ['db.*', 'db.query.select', true],
    ['GET /*', 'GET /orders/7', true],
    ['*.step', 'clnrm.step', true],
    ['*.step', 'clnrm.steps', false],
    ['a*b*c', 'a-c-b-c', true],
    ['a*b*c', 'a-c-c', false],
    ['a?c', 'abc', true],
    ['a?c', 'ac', false],
    ['?', '😀', true],
    ['[😀-😂]', '😁', true],
    ['[a-c]x', 'bx', true],
    ['[a-c]x', 'dx', false],
    ['[!a-c]x', 'dx', true],
    ['[!a-c]x', 'bx', false],
    ['[*]', '*', true],
    ['[*]', 'a', false],
    ['[]]', ']', true],
    ['[-a]', '-', true],
    ['[a-]', '-', true],
    ['a[', 'a[', true],
    ['[a', '[a', true],
    ['[]', '[]', true],
    ['abc', 'abc', true],
    ['abc', 'abcd', false],
    ['', '', true],
    ['', 'a', false],
  ])('%j on %j is %j', (glob, text, expected) => {
    expect(compileGlob(glob).test(text)).toBe(expected);
  });

  test('agrees with a naive matcher', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '.', '😀', '-'), maxLength: 12 });
    const glob = fc
      .array(fc.constantFrom('*', '**', '?', '[ab]', '[!a]', 'a', 'b', '.', '😀', '-', 'a-b'), {
        maxLength: 7,
      })
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(glob, text, (source, given) => {
        expect(compileGlob(source).test(given)).toBe(naive(source, [...given]));
      }),
      { numRuns: 500 },
    );
  });

  test('many stars on a long text that almost matches end soon', () => {
    const glob = compileGlob(`${'*a'.repeat(30)}*b`);
    expect(glob.test('a'.repeat(20_000))).toBe(false);
  });

  test('a name is a glob only with a glob character in it', () => {
    expect(['a*', 'a?', 'a[b]'].map(isGlob)).toEqual([true, true, true]);
    expect(['a.b', 'GET /orders/{id}', ''].map(isGlob)).toEqual([false, false, false]);
  });
});

/** Tries every way a star can go. */
function naive(glob: string, text: readonly string[]): boolean {
  if (glob === '') return text.length === 0;
  if (glob[0] === '*') return naive(glob.slice(1), text) || (text.length > 0 && naive(glob, text.slice(1)));
  const [first, ...rest] = text;
  if (first === undefined) return false;
  if (glob.startsWith('[ab]')) return 'ab'.includes(first) && naive(glob.slice(4), rest);
  if (glob.startsWith('[!a]')) return first !== 'a' && naive(glob.slice(4), rest);
  const literal = String.fromCodePoint(glob.codePointAt(0) ?? 0);
  return (literal === '?' || literal === first) && naive(glob.slice(literal.length), rest);
}
