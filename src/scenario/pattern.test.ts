import fc from 'fast-check';
import { RE2JS, RE2JSException } from 're2js';
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
    ['x(?=y)', 'look-around', 1],
    ['(a)\\1', 'back-references', 3],
    ['*a', 'missing argument', 0],
    ['[z-a][z-a]', 'invalid character class range', 1],
    ['a'.repeat(10_001), 'longer than 10000', 0],
    [`${'('.repeat(2000)}${')'.repeat(2000)}`, 'nests too deeply', 0],
  ])('%# is refused, with its place', (source, error, offset) => {
    const result = compilePattern(source);
    expect(result).toMatchObject({ stretch: { offset } });
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

/** Pieces of patterns, among them all that a quick look may take for correct. */
const piece = fc.oneof(
  fc.constantFrom(...'abz09_ -:/=,\'"@#%&;<>!~.*+?^$|()[]{}\\`'),
  fc.constantFrom(
    '\\d',
    '\\w',
    '\\S',
    '\\.',
    '\\-',
    '\\/',
    '\\$',
    '\\z',
    '(?i)',
    '(?:',
    '[a-z]',
    '{2}',
    'é',
    '**',
    '\n',
  ),
);

test('a pattern is correct when the engine takes it, and only then, and finds what the engine finds', () => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), fc.string({ maxLength: 5 }), (pieces, text) => {
      const source = pieces.join('');
      const compiled = compilePattern(source);
      expect(isPattern(compiled) ? compiled.test(text) : undefined).toBe(foundByEngine(source, text));
    }),
    { numRuns: 20_000 },
  );
});

function foundByEngine(source: string, text: string): boolean | undefined {
  try {
    return RE2JS.compile(source).test(text);
  } catch (cause) {
    if (!(cause instanceof RE2JSException)) throw cause;
    return undefined;
  }
}
