import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compiled, matchesEverything } from './pattern.ts';

const everything = [
  '',
  '.*',
  '.*?',
  '^',
  '$',
  '^.*',
  '.*$',
  '(.*)',
  '(?i).*',
  'a*',
  '(a|b)*',
  '(foo)?',
  'x{0,3}',
  '[^a]*',
  '[$^]*',
  '\\$*',
  '(?s)^.*$',
  '(?m)^.*$',
  '^[\\s\\S]*$',
  '\\A.*',
  '.*\\z',
  'a|',
  '(?:)',
  '|b',
];
const something = [
  '.',
  '.+',
  '^.*$',
  '^$',
  '\\b',
  'a',
  'a+',
  '^a*$',
  '^|a+$b',
  '(^$)',
  '^a|b*$c',
  '$a',
  '^\\z',
  '\\B',
  '[a]',
  '\\^',
  'ok|$x',
];

test.each(everything)('%s matches every text', (pattern) => {
  expect(matchesEverything(pattern)).toBe(true);
});

test.each(something)('%s does not', (pattern) => {
  expect(matchesEverything(pattern)).toBe(false);
});

test('whatever is called so does match every text', () => {
  const pieces = fc.constantFrom(
    'a',
    '.',
    '*',
    '?',
    '|',
    '(',
    ')',
    '^',
    '$',
    '\\b',
    '\\A',
    '\\z',
    '[^a]',
    '(?m)',
    '(?s)',
    '+',
    '[$]',
  );
  const pattern = fc.oneof(
    fc.constantFrom(...everything),
    fc.array(pieces, { maxLength: 6 }).map((parts) => parts.join('')),
  );
  let found = 0;
  fc.assert(
    fc.property(
      pattern,
      fc.array(fc.constantFrom('a', 'b', '\n', ' '), { maxLength: 5 }),
      (source, letters) => {
        if (!matchesEverything(source)) return;
        found++;
        expect(compiled(source)?.test(letters.join(''))).toBe(true);
      },
    ),
    { numRuns: 3_000 },
  );
  expect(found).toBeGreaterThan(500);
});
