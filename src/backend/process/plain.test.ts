import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainText } from './plain.ts';

const sequences = [
  '\u001b[0m',
  '\u001b[38;5;196m',
  '\u001b[2K',
  '\u001b[?25l',
  '\u001b]0;title\u0007',
  '\u001b]8;;http://localhost:80/?a=b\u0007',
  '\u001bM',
];

describe('plainText', () => {
  it('agrees with node:util on complete sequences', () => {
    const piece = fc.oneof(
      fc.constantFrom(...sequences),
      fc.constantFrom('a', '[', '0m', ' ', '\n', 'é', '😀'),
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        // Between two escapes a letter could complete the first; a space cannot.
        const text = pieces.join(' ');
        expect(plainText(text)).toBe(stripVTControlCharacters(text));
      }),
    );
  });

  it.each([
    ['a device control string', 'a\u001bPq#0;2;0\u001b\\b', 'ab'],
    ['a link ended by a string terminator', '\u001b]8;;x\u001b\\link\u001b]8;;\u001b\\', 'link'],
    ['a command whose end never comes', 'a\u001b]0;title', 'a0;title'],
    ['a sequence cut off by the end', 'abc\u001b[38;5', 'abc'],
    ['tabs, line breaks and carriage returns', 'a\tb\r\nc', 'a\tb\r\nc'],
  ])('treats %s', (_, text, plain) => {
    expect(plainText(text)).toBe(plain);
  });

  it('takes time in proportion to hostile text', () => {
    // node:util takes many minutes for this much.
    for (const unit of ['\u001b]', '\u001b[', '\u001bP', '\u009d', '\u001b];a', '\u001b[1;']) {
      expect(plainText(unit.repeat(500_000)).length).toBeLessThan(2_000_000);
    }
    expect(plainText(`\u001b[${'1;'.repeat(500_000)}\n`)).toHaveLength(1_000_001);
  });
});
