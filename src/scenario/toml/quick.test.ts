import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readByStates } from './by-states.ts';
import { Document } from './document.ts';
import { readQuickly } from './quick.ts';

const LIMITS = { maxDepth: 128, maxValues: 1_000_000 };

interface Case {
  readonly text?: string;
}

const fixture = new URL('../../../test/fixtures/toml-test/cases.jsonl', import.meta.url);
const cases = readFileSync(fixture, 'utf8').trimEnd().split('\n');
const ordinary = cases
  .map((line): Case => JSON.parse(line))
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what the quick reader is never given
  .flatMap(({ text }) => (text === undefined || /[\u0000-\u0008\u000b-\u001f\u007f]/.test(text) ? [] : text));

/** Everything about a document that depends on how it was read. */
function outcome(
  text: string,
  { from, limits = LIMITS }: { from: 'quick' | 'states'; limits?: typeof LIMITS },
) {
  const document = new Document('a.toml', text);
  const left = from === 'quick' ? readQuickly(document, limits) : 0;
  if (left < text.length) readByStates(document, left, limits);
  const { root, problems, uses11, size } = document;
  return { root, problems, uses11, size: problems.length === 0 ? size : undefined };
}

function expectSame(text: string, limits = LIMITS): void {
  expect(outcome(text, { from: 'quick', limits })).toEqual(outcome(text, { from: 'states', limits }));
}

describe('the quick reader and the states of @iarna/toml read alike', () => {
  test('the cases of toml-test', () => {
    expect(ordinary.length).toBeGreaterThan(500);
    for (const text of ordinary) expectSame(text);
  });

  test('the same with parts of them exchanged', () => {
    const line = fc.constantFrom(...new Set(ordinary.flatMap((text) => text.split('\n'))));
    fc.assert(
      fc.property(fc.array(line, { maxLength: 8 }), (lines) => expectSame(lines.join('\n'))),
      { numRuns: 600 },
    );
  });

  const pieces = fc.constantFrom(
    ...['"', "'", '"""', "'''", '\\', '\\"', '\\n', '\\u0041', '[', ']', '[[', ']]', '{', '}', '=', '.', ','],
    ...[
      '#',
      '\n',
      '\n\n',
      ' ',
      '\t',
      'a',
      'b',
      'a = ',
      'a.b = ',
      '[a]\n',
      '[[a]]\n',
      '"a b" = ',
      '-',
      '-0',
      '0',
      '01',
    ],
    ...[
      '7',
      '1.5',
      '1_000',
      '123456789012345',
      '1234567890123456',
      '0xff',
      'true',
      'inf',
      '2026-01-31',
      '07:32',
      ';',
    ],
    ...['é', '😀', '{ a = 1 }', '[1, 2]', '["x"]', "'''\nx'''", '"""x\n"""', '= "\n', '"x"', "'x'"],
  );

  test('any text made of pieces of TOML', () => {
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 20 }), (parts) => expectSame(parts.join(''))),
      { numRuns: 1500 },
    );
  });

  test('statements with values of every form', () => {
    const value = fc.letrec<{ value: string }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        pieces,
        fc.integer().map(String),
        fc.string().map((text) => JSON.stringify(text)),
        fc.array(tie('value'), { maxLength: 3 }).map((items) => `[${items.join(', ')}]`),
        fc
          .array(tie('value'), { maxLength: 3 })
          .map((items) => `{${items.map((item, n) => `k${n} = ${item}`)}}`),
      ),
    })).value;
    const statement = fc.oneof(
      fc.tuple(pieces, value).map(([key, text]) => `${key} = ${text}`),
      fc
        .tuple(fc.constantFrom('a', 'b', 'a.b', '"c"', 'a . c'), value)
        .map(([key, text]) => `${key} = ${text} # x`),
      fc.constantFrom('[a]', '[b.c]', '[[a]]', '[[a.b]]', '[ "c" ]', ''),
    );
    fc.assert(
      fc.property(fc.array(statement, { maxLength: 6 }), (lines) => expectSame(lines.join('\n'))),
      { numRuns: 600 },
    );
  });

  test.each([1, 2, 3, 4, 5, 6])('at limits of %s', (limit) => {
    const deep = [
      'a.b.c = 1',
      '[a.b.c]\nd.e = [[{ f = 1 }]]',
      '[[a.b]]\nc = { d = [1, 2, 3] }',
      'a = [1]\nb = [2]',
    ];
    for (const text of deep) {
      expectSame(text, { ...LIMITS, maxDepth: limit });
      expectSame(text, { ...LIMITS, maxValues: limit });
    }
  });
});

test('the quick reader leaves nothing of the examples to the other', () => {
  const folder = new URL('../../../examples/', import.meta.url);
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.span.toml'),
  );
  expect(files.length).toBeGreaterThan(3);
  for (const name of files) {
    const text = readFileSync(new URL(name, folder), 'utf8');
    expect([name, readQuickly(new Document(name, text), LIMITS)]).toEqual([name, text.length]);
  }
});
