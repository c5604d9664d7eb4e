import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Located, parseToml } from '../../scenario/index.ts';
import { scan } from './scan.ts';
import { placed, walk } from './walk.ts';

interface Case {
  readonly name: string;
  readonly text?: string;
}

const cases = readFileSync(new URL('../../../test/fixtures/toml-test/cases.jsonl', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line): Case => JSON.parse(line));

/** Path of every key that has a value or a header of its own, with where it stands: `a.0.b 3:1`. */
function keysOfParser(text: string): Set<string> {
  const keys = new Set<string>();
  const { root } = parseToml({ file: 'x', text });
  if (root) visit(root, []);
  return keys;

  function visit(value: Located, path: readonly (string | number)[]): void {
    if (value.kind === 'array')
      for (const [index, item] of value.items.entries()) visit(item, [...path, index]);
    if (value.kind !== 'table') return;
    for (const { key, keyPlace, value: inner } of value.entries.values()) {
      const isTables = inner.kind === 'array' && inner.form === 'tables';
      // A table that is only passed through, and a list of tables, have keys in several places.
      const isOne = !isTables && !(inner.kind === 'table' && ['implicit', 'dotted'].includes(inner.form));
      if (isOne) keys.add(`${JSON.stringify([...path, key])} ${keyPlace.line}:${keyPlace.column}`);
      visit(inner, [...path, key]);
    }
  }
}

function keysOfScan(text: string): Set<string> {
  const keys = new Set<string>();
  walk(placed(scan(text)), {
    key({ path, part: { start } }) {
      const before = text.slice(0, start);
      const line = before.split('\n').length;
      keys.add(`${JSON.stringify(path)} ${line}:${start - before.lastIndexOf('\n')}`);
    },
  });
  return keys;
}

const valid = cases.filter(({ name, text }) => name.startsWith('valid/') && text !== undefined);

test.each(valid)('finds every key where the parser does: $name', ({ text = '' }) => {
  // A byte order mark is no part of what places count.
  const found = keysOfScan(text.replace(/^\ufeff/, ''));
  const missing = [...keysOfParser(text)].filter((key) => !found.has(key));
  expect(missing).toEqual([]);
});

test('a byte order mark is white space', () => {
  expect(scan('\ufeffa = 1').blocks[0]?.pairs[0]?.parts).toEqual([{ name: 'a', start: 1, end: 2 }]);
});

test('there are enough cases to mean something', () => expect(valid.length).toBeGreaterThan(200));

test('any text has a tree whose stretches lie in the text, blocks covering it', () => {
  const pieces = fc.constantFrom(
    ...'[]{}=.,#"\'\n\r \t\\',
    '"""',
    "'''",
    '[[',
    ']]',
    'name',
    'a',
    '1',
    '日',
    '🚀',
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 60 }), (parts) => {
      const text = parts.join('');
      const { blocks, comments } = scan(text);
      expect(blocks[0]?.start).toBe(0);
      expect(blocks.at(-1)?.end).toBe(text.length);
      for (const [index, block] of blocks.entries())
        expect(block.end).toBe(blocks[index + 1]?.start ?? text.length);
      for (const { start, end } of comments) expect(text.slice(start, end)).toMatch(/^#[^\n\r]*\r?$/);
      walk(placed({ blocks, comments }), {
        key: ({ part }) => expect(part.start <= part.end && part.end <= text.length).toBe(true),
        value: ({ value }) => expect(value.start < value.end && value.end <= text.length).toBe(true),
      });
    }),
    { numRuns: 2000 },
  );
});

describe('what is not closed costs only itself', () => {
  const next = '\n[next]\nkey = 1\n';
  test.each([
    ['a text', 'a = "open'],
    ['a list', 'a = ["x", '],
    ['a list of lines', 'a = [\n  "x",\n'],
    ['a table', 'a = { b = "x"'],
    ['tables in lists', 'a = [{ b = [{ c = '],
    ['a header', '[a.'],
    ['a header of a list', '[[a.b'],
    ['a key', 'some.'],
    ['a key in quotes', '"some'],
    ['an equals sign', 'a ='],
  ])('%s', (_, broken) => {
    const { blocks } = scan(broken + next);
    expect(blocks.at(-1)?.header?.parts.map(({ name }) => name)).toEqual(['next']);
    expect(blocks.at(-1)?.pairs[0]?.parts[0]?.name).toBe('key');
  });

  test.each([
    ['a text', 'a = "open'],
    ['a list', 'a = ["x"'],
    ['a table', 'a = { b = 1'],
  ])('%s before a key', (_, broken) => {
    const { blocks } = scan(`${broken}\nkey = 1\n`);
    expect(blocks[0]?.pairs.map(({ parts }) => parts[0]?.name)).toEqual(['a', 'key']);
  });
});

test('a long hostile text is read in linear time', () => {
  for (const piece of ['[', '{', '[{', 'a={', '"""', '[[a', 'a=[\n', '\n[', "'''\\"]) {
    const { blocks } = scan(piece.repeat(100_000));
    expect(blocks.length).toBeGreaterThan(0);
  }
});
