import fc from 'fast-check';
import reference from 'string-width';
import { expect, it } from 'vitest';
import stringWidth from '../scripts/bundle/string-width.ts';

it.each([
  ['orders.span.toml', 16],
  ['✓ geprüft…', 10],
  ['注文.span.toml', 14],
  ['주문', 4],
  ['ｶﾞ', 2],
  ['👍 ok', 5],
  ['👩‍👩‍👧‍👦', 2],
  ['🇩🇪', 2],
  ['1️⃣', 2],
  ['❤️', 2],
  ['e\u0301te\u0301', 3],
  ['\u001b[31mred\u001b[39m', 3],
  ['\u200b', 0],
])('%j takes %d columns', (text, width) => {
  expect(stringWidth(text)).toBe(width);
  expect(reference(text)).toBe(width);
});

const pieces = [
  'a',
  'é',
  'e\u0301',
  '注',
  'ア',
  'ｱﾞ',
  '한',
  '👍',
  '👍🏽',
  '👨‍💻',
  '🇫🇷',
  '❤️',
  '❤',
  '…',
  '✓',
  '⏳',
  'न',
  'ก',
  '\t',
  ' ',
];

it('is that of string-width, whatever names are made of', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...pieces)), (parts) => {
      expect(stringWidth(parts.join(''))).toBe(reference(parts.join('')));
    }),
  );
});

it('is that of string-width for every character by itself', () => {
  const differ: string[] = [];
  for (let code = 0x20; code < 0x2_0000; code += 1) {
    const text = String.fromCodePoint(code);
    if (!/\p{Assigned}/u.test(text)) continue;
    if (stringWidth(text) !== reference(text)) differ.push(code.toString(16));
  }
  expect(differ).toEqual([]);
});
