import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseToml, printToml, type TomlData, TomlDateTime, type TomlTable, toPlain } from './index.ts';

const readBack = (text: string) => {
  const { root, diagnostics } = parseToml({ file: 'a.toml', text }, { version: '1.0' });
  expect(diagnostics).toEqual([]);
  return root && toPlain(root);
};

test('values come first, then tables and lists of tables', () => {
  const text = printToml({
    service: { api: { ports: { http: 'auto' }, run: 'node api.js' } },
    meta: { name: 'x', tags: [] },
    step: [{ run: ['a', 'b'], expect: { exit_code: 0 } }, {}],
    'odd key': 1.5,
    empty: {},
  });
  expect(text).toBe(`"odd key" = 1.5

[service.api]
run = "node api.js"

[service.api.ports]
http = "auto"

[meta]
name = "x"
tags = []

[[step]]
run = ["a", "b"]

[step.expect]
exit_code = 0

[[step]]

[empty]
`);
});

test.each<[string, TomlData]>([
  ['"tab\\tquote\\""', 'tab\tquote"'],
  ["'\\d+'", '\\d+'],
  ['"it\'s \\\\"', "it's \\"],
  ['"\\u007f\\u0000"', '\u007f\u0000'],
  ['"""\none\n\ttwo""\\"\\\\\\r\n\\""""', 'one\n\ttwo"""\\\r\n"'],
  ['["a\\nb"]', ['a\nb']],
  ['-0.0', -0],
  ['1e+21', 1e21],
  ['9007199254740992.0', 2 ** 53],
  ['9007199254740993', 9007199254740993n],
  ['nan', Number.NaN],
  ['-inf', Number.NEGATIVE_INFINITY],
  ['07:32:00', new TomlDateTime('local-time', '07:32:00')],
  ['[{ a = 1, b = { c = [] } }, 2]', [{ a: 1, b: { c: [] } }, 2]],
  ['[[{}]]', [[{}]]],
  ['"""\n\n""\\"\\""""', '\n""""'],
  [`[\n  "${'x'.repeat(60)}",\n  "${'y'.repeat(60)}",\n]`, ['x'.repeat(60), 'y'.repeat(60)]],
])('%s', (text, value) => {
  expect(printToml({ a: value })).toBe(`a = ${text}\n`);
});

test('what TOML has no text for is refused', () => {
  expect(() => printToml({ a: 2n ** 63n })).toThrow(RangeError);
  expect(() => printToml({ a: '\ud800' })).toThrow(RangeError);
  expect(() => printToml({ a: '\n\ud800' })).toThrow(RangeError);
});

describe('printed data is read back', () => {
  const strings = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom('"', "'", '\\', '\n', '\r', '\t', ' ', 'a', '#', '\u0000', '\ufeff') }),
  );
  const keys = fc.oneof(strings, fc.constantFrom('a', 'b', '__proto__', 'constructor', 'true', '1', ''));
  const bigints = fc
    .bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })
    .filter((value) => !Number.isSafeInteger(Number(value)));
  const dates = fc.constantFrom(
    new TomlDateTime('offset-datetime', '2026-01-31T07:32:00.123456789Z'),
    new TomlDateTime('local-datetime', '2026-01-31T07:32:00'),
    new TomlDateTime('local-date', '0000-02-29'),
    new TomlDateTime('local-time', '23:59:60'),
  );
  const { table } = fc.letrec<{ table: TomlTable; value: TomlData }>((tie) => ({
    table: fc.dictionary(keys, tie('value'), { maxKeys: 5, noNullPrototype: false }),
    value: fc.oneof(
      { depthSize: 'small' },
      fc.oneof(strings, fc.integer(), fc.double(), fc.boolean(), bigints, dates),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.array(tie('table'), { maxLength: 3 }),
      tie('table'),
    ),
  }));

  test('as it was', () => {
    fc.assert(
      fc.property(table, (data) => {
        expect(readBack(printToml(data))).toEqual(data);
      }),
      { numRuns: 500 },
    );
  });

  test('and printing that gives the same text', () => {
    fc.assert(
      fc.property(table, (data) => {
        const text = printToml(data);
        expect(printToml(readBack(text) as TomlTable)).toBe(text);
      }),
    );
  });
});
