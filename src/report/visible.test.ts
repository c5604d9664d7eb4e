import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { visible } from '../diagnostic/index.ts';
import { anyText } from './arbitrary.ts';
import { clip, visibleLines } from './visible.ts';

describe('visible', () => {
  it.each([
    [
      'plain text, ünïcödé, 日本 and \u{1f468}\u200d\u{1f469}',
      'plain text, ünïcödé, 日本 and \u{1f468}\u200d\u{1f469}',
    ],
    ['a\tb', 'a\tb'],
    ['a\nb\r\u0000', 'a␊b␍␀'],
    ['\u001b[31mred\u001b]0;title\u0007', '␛[31mred␛]0;title␇'],
    ['\u007f\u009b2J', '␡\ufffd2J'],
    ['user\u202etxt.exe\u2066', 'user\ufffdtxt.exe\ufffd'],
    ['\ud800 \u2028 \ufeff', '\ufffd \ufffd \ufffd'],
  ])('%j', (text, expected) => {
    expect(visible(text)).toBe(expected);
  });

  it('is one line that stays as it is', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const once = visible(text);
        expect(once).not.toMatch(/[\n\r\u0085\u2028\u2029]/);
        expect(visible(once)).toBe(once);
      }),
    );
  });
});

describe('visibleLines', () => {
  it('takes every kind of line end', () => {
    expect(visibleLines('a\nb\r\nc\rd\n')).toEqual(['a', 'b', 'c', 'd']);
    expect(visibleLines('')).toEqual([]);
    expect(visibleLines('\n\n')).toEqual(['', '']);
  });
});

describe('clip', () => {
  it('keeps to the width and cuts no character in half', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 20 }),
        fc.integer({ min: 1, max: 12 }),
        (text, width) => {
          const clipped = clip(text, width);
          expect(Array.from(clipped).length).toBeLessThanOrEqual(width);
          expect(clipped.isWellFormed()).toBe(text.isWellFormed());
          if (Array.from(text).length <= width) expect(clipped).toBe(text);
          else expect(text.startsWith(clipped.slice(0, -1)) && clipped.endsWith('…')).toBe(true);
        },
      ),
    );
  });
});
