import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseToml, printToml, toPlain } from '../toml/index.ts';
import { formatScenario } from './index.ts';
import { tokenize } from './tokens.ts';

const file = 'a.span.toml';

function plain(text: string) {
  const { root, diagnostics } = parseToml({ file, text });
  expect(diagnostics).toEqual([]);
  return root && toPlain(root);
}

/** Formatted twice it is as formatted once, and it says what it said. */
function expectSound(text: string): void {
  const once = formatScenario(text, { file, template: false });
  expect(once.diagnostics).toEqual([]);
  expect(formatScenario(once.text, { file, template: false }).text).toBe(once.text);
  expect(plain(once.text)).toEqual(plain(text));
  expect(comments(once.text)).toEqual(comments(text));
  expect(strings(once.text)).toEqual(strings(text));
  expect(outside(once.text)).not.toMatch(/[ \t]\r?\n|\n\r?\n\r?\n|^\r?\n|^[ \t]/);
  expect(outside(once.text)).toMatch(/^$|\n$/);
}

function comments(text: string): string[] {
  return tokensOf(text, 'comment').map((comment) => comment.replace(/[ \t]+$/, ''));
}

function strings(text: string): string[] {
  return tokensOf(text, 'string');
}

function tokensOf(text: string, kind: string): string[] {
  return tokenize(text, false)
    .filter((token) => token.kind === kind)
    .map((token) => token.text);
}

/** The text with nothing in its strings. */
function outside(text: string): string {
  return tokenize(text, false)
    .map((token) => (token.kind === 'string' ? '""' : token.text))
    .join('');
}

const join = (...parts: fc.Arbitrary<string>[]) => fc.tuple(...parts).map((texts) => texts.join(''));
const text = (value: string) => fc.constant(value);

const space = fc.constantFrom('', ' ', '   ', '\t ');
const comment = join(space, fc.constantFrom('#', '#  why?  ', `# [a] = {" '`, '# , ]'));
const lineEnd = join(fc.oneof(space, comment), fc.constantFrom('\n', '\n', '\r\n', '\n\n\n'));
/** What may stand between the parts of a list. */
const gap = fc.oneof(space, join(lineEnd, space), join(lineEnd, lineEnd, space));
const scalar = fc.constantFrom(
  ...[
    '1',
    '0xA_b',
    '-1.5e+3',
    'inf',
    'true',
    '1979-05-27 07:32:00',
    '"a\\"b"',
    "'c:\\'",
    '"# no"',
    '"{{ x }}"',
  ],
  ...['"""\n  two  \n\n\nlines\\\n  """"', "''''it's''''", `"${'long '.repeat(12)}"`, '""', '[]', '{}'],
);

/** Keys are told apart by where they stand. */
function pair(index: number, value: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const key = fc.constantFrom(`k${index}`, `"k ${index}"`, `k${index}.b`, `k${index} . 'b.c'\t. d`);
  return join(key, space, text('='), space, value);
}

const separator = join(gap, text(','), gap);

function group(open: string, close: string, items: readonly fc.Arbitrary<string>[]): fc.Arbitrary<string> {
  const parts = items.flatMap((item, index) => (index === 0 ? [item] : [separator, item]));
  const comma = items.length === 0 ? text('') : fc.constantFrom('', ',');
  return join(text(open), gap, ...parts, gap, comma, gap, text(close));
}

const value: fc.Memo<string> = fc.memo((depth) => {
  if (depth <= 1) return scalar;
  const size = fc.integer({ min: 0, max: 4 });
  const values = (count: number) => Array.from({ length: count }, () => value(depth - 1));
  return fc.oneof(
    scalar,
    size.chain((count) => group('[', ']', values(count))),
    size.chain((count) =>
      group(
        '{',
        '}',
        values(count).map((each, index) => pair(index, each)),
      ),
    ),
  );
});

const header = (index: number) =>
  fc.constantFrom(`[t${index}]`, `[ t${index} . "x" ]`, '[[list]]', '[[ list ]]');
const statement = (index: number) =>
  fc.oneof(
    { arbitrary: join(space, pair(index, value(4)), lineEnd), weight: 4 },
    { arbitrary: join(space, header(index), lineEnd), weight: 1 },
    { arbitrary: lineEnd, weight: 1 },
  );

const document = fc
  .integer({ min: 0, max: 10 })
  .chain((count) => join(...Array.from({ length: count }, (_, index) => statement(index)), space));

test('formatting keeps what a file says, and formatting again changes nothing', () => {
  fc.assert(fc.property(document, expectSound), { numRuns: 500 });
});

test('a printed table is in the canonical form', () => {
  const word = fc.string({ unit: 'grapheme', maxLength: 10 });
  const table = fc.dictionary(word, fc.oneof(word, fc.integer(), fc.array(word, { maxLength: 3 })));
  fc.assert(
    fc.property(fc.dictionary(word, fc.oneof(table, fc.array(table))), (data) => {
      const printed = printToml(data);
      expectSound(printed);
      expect(formatScenario(printed, { file, template: false }).text).toBe(printed);
    }),
    { numRuns: 200 },
  );
});

test('every valid document of toml-test is formatted', () => {
  const cases = readFileSync(new URL('../../../test/fixtures/toml-test/cases.jsonl', import.meta.url), 'utf8')
    .trimEnd()
    .split('\n')
    .flatMap((row): string[] => JSON.parse(row).text ?? [])
    .filter((each) => parseToml({ file, text: each }).diagnostics.length === 0);
  expect(cases.length).toBeGreaterThan(200);
  for (const each of cases) expectSound(each);
});

test('any text is formatted as a template or left as it is, and formatting again changes nothing', () => {
  const fragment = fc.constantFrom(
    ...['{{', '}}', '{%', '%}', '{#', '#}', '{% raw %}', '{% endraw %}', '{% macro a() %}', '{% endmacro %}'],
    ...[
      '{{ x }}',
      '{% if a %}',
      '{% endif %}',
      '{% set a %}',
      '{% endset %}',
      '`',
      '\\',
      '"',
      "'",
      '"""',
      "'''",
    ],
    ...[
      '[',
      ']',
      '{',
      '}',
      '=',
      ',',
      '.',
      '#',
      ' ',
      '  ',
      '\t',
      '\n',
      '\n\n\n',
      '\r\n',
      '\r',
      'a',
      '[a]',
      'b=1',
    ],
  );
  fc.assert(
    fc.property(fc.array(fragment, { maxLength: 40 }), (fragments) => {
      const once = formatScenario(fragments.join(''), { file, template: true });
      expect(once.diagnostics).toEqual([]);
      expect(formatScenario(once.text, { file, template: true }).text).toBe(once.text);
    }),
    { numRuns: 3000, examples: [[["'", '\r', '\r\n', '\n\n\n']]] },
  );
});

test.each(['[', '{', 'a={', '[[', '"', '{{', '{% macro a %}', '{% set a', '#', ' ', '.', 'a.', ',', '\n'])(
  '%j in great numbers is no trouble in a template',
  (part) => {
    const hostile = part.repeat(20_000);
    expect(formatScenario(hostile, { file, template: true }).diagnostics).toEqual([]);
  },
);
