import { expect, test } from 'vitest';
import { type LocatedTable, locate, parseToml, TomlDateTime, toPlain } from './index.ts';

const text = '[a]\nb = [{ c = 1 }, 2026-01-31]\n';
const root = parseToml({ file: 'a.toml', text }).root as LocatedTable;

test.each([
  ['the root', [], 0, undefined, 1],
  ['a value in a table in an array', ['a', 'b', 0, 'c'], 4, 8, 12],
  ['an item of an array has no key', ['a', 'b', 1], 3, undefined, 17],
  ['a missing key: the table it is missing from', ['a', 'x', 'y'], 1, 2, 1],
  ['a missing item: the array', ['a', 'b', 2], 2, 1, 5],
  ['a name in an array', ['a', 'b', 'c'], 2, 1, 5],
  ['below a plain value', ['a', 'b', 0, 'c', 'd'], 4, 8, 12],
])('%s', (_, path, steps, key, value) => {
  const found = locate(root, path);
  expect([found.steps, found.key?.column, found.value.column]).toEqual([steps, key, value]);
});

test('plain data has no places and no prototype', () => {
  const plain = toPlain(root);
  expect(plain).toEqual({ a: { b: [{ c: 1 }, new TomlDateTime('local-date', '2026-01-31')] } });
  expect(Object.getPrototypeOf(plain)).toBeNull();
  expect(JSON.stringify(plain)).toBe('{"a":{"b":[{"c":1},"2026-01-31"]}}');
});
