import { expect, test } from 'vitest';
import { placeInside } from './inside.ts';
import { parseToml } from './toml/index.ts';

/** The part of the source that stands for `length` units of the string's value from `offset`. */
function marked(toml: string, offset: number, length: number): string {
  const text = `\nkey = ${toml}\n`;
  const value = parseToml({ file: 'a.toml', text }).root?.entries.get('key')?.value;
  if (!value) throw new Error('not a value');
  const place = placeInside(text, value.place, { offset, length });
  return (text.split('\n')[place.line - 1] ?? '').slice(place.column - 1, place.column - 1 + place.length);
}

test.each([
  ['"abcdef"', 2, 3, 'cde'],
  ["'a\\cdef'", 1, 2, '\\c'],
  ['"""abcdef"""', 0, 2, 'ab'],
  ["'''abcdef'''", 4, 2, 'ef'],
  ['"a\\tb"', 1, 1, '\\t'],
  ['"a\\tb"', 2, 1, 'b'],
  ['"\\u00e9\\U0001F600\\x41z"', 1, 2, '\\U0001F600'],
  ['"\\u00e9\\U0001F600\\x41z"', 4, 1, 'z'],
])('%s: %d units wide %d are %s', (toml, offset, length, expected) => {
  expect(marked(toml, offset, length)).toBe(expected);
});

test('what stands on a later line is not placed more closely than its string', () => {
  expect(marked('"""ab\ncd"""', 4, 1)).toBe('"""ab');
});

test('a stretch is cut where its line ends', () => {
  expect(marked('"""ab\ncd"""', 1, 3)).toBe('b');
});
