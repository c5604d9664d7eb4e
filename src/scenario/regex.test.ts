import fc from 'fast-check';
import { RE2JS } from 're2js';
import { expect, test } from 'vitest';
import { regexFault } from './regex.ts';

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

test('a pattern is correct when the engine takes it, and only then', () => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
      const pattern = pieces.join('');
      expect(regexFault(pattern) === undefined).toBe(compiles(pattern));
    }),
    { numRuns: 20_000 },
  );
});

function compiles(pattern: string): boolean {
  try {
    RE2JS.compile(pattern);
    return true;
  } catch {
    return false;
  }
}
