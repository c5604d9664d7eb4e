import { describe, expect, test } from 'vitest';
import { compilePattern, isPattern } from './pattern.ts';

function find(source: string, text: string): boolean {
  const pattern = compilePattern(source);
  if (!isPattern(pattern)) throw new Error(pattern.error);
  return pattern.test(text);
}

describe('compilePattern', () => {
  test.each([
    ['success', 'a success story', true],
    ['^success$', 'a success story', false],
    ['(?i)SUCCESS', 'success', true],
    ['a(?i:B)c', 'abc', true],
    ['(?m)^b$', 'a\nb\nc', true],
    ['^b$', 'a\nb\nc', false],
    ['(?s)a.b', 'a\nb', true],
    ['(?P<id>\\d+)', '42', true],
    ['\\p{Greek}', 'λ', true],
    ['', 'anything', true],
  ])('%j on %j is %j', (source, text, expected) => {
    expect(find(source, text)).toBe(expected);
  });

  test('gives the first match with its groups', () => {
    const pattern = compilePattern('id=(\\d+)( x)?');
    expect(isPattern(pattern) && pattern.exec('an id=42, id=43')).toEqual({
      index: 3,
      text: 'id=42',
      groups: ['42', undefined],
    });
    expect(isPattern(pattern) && pattern.exec('none')).toBeUndefined();
  });

  test.each([
    ['a(b', 'missing closing )', 0],
    ['ok [z-a]', 'invalid character class range', 4],
    ['x(?=y)', '(?=', 1],
    ['(a)\\1', '\\1', 3],
    ['*a', 'missing argument', 0],
    ['[z-a][z-a]', 'invalid character class range', undefined],
    ['a'.repeat(10_001), 'longer than 10000', undefined],
    [`${'('.repeat(2000)}${')'.repeat(2000)}`, 'nests too deeply', undefined],
  ])('%# is refused, with the place where it is known', (source, error, offset) => {
    const result = compilePattern(source);
    expect(result).toMatchObject({ offset });
    expect('error' in result && result.error).toContain(error);
  });

  test('takes linear time where a backtracking engine takes exponential time', () => {
    expect(find('^(a+)+$', `${'a'.repeat(50_000)}b`)).toBe(false);
  });

  test('compiles the same pattern once while it is remembered', () => {
    const first = compilePattern('remembered');
    expect(compilePattern('remembered')).toBe(first);
    for (let each = 0; each < 300; each++) compilePattern(`filler ${each}`);
    expect(compilePattern('remembered')).not.toBe(first);
  });
});
