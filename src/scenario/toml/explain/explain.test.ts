import { describe, expect, test } from 'vitest';
import {
  type Code,
  catalogue,
  type Diagnostic,
  entryOf,
  printDiagnostics,
} from '../../../diagnostic/index.ts';
import { parseToml, type TomlOptions } from '../index.ts';

const ownCodes = (Object.keys(catalogue) as Code[]).filter((code) => code.startsWith('SW2'));

/** One input for each way to go wrong; what is said about it is in `messages.golden.txt`. */
const slips: readonly (string | [string | Uint8Array, TomlOptions?])[] = [
  ...ownCodes.flatMap((code) => entryOf(code).bad ?? []),
  // Statements and keys
  '{ "a": 1 }',
  '{% set a = 1 %}\n',
  '“a” = 1',
  'b = 1\n]\n',
  '= 1',
  'ä = 1',
  'schlüssel = 1',
  'my key = 1',
  'key value',
  'key',
  '- item',
  '"""key""" = 1',
  'a\u00a0= 1',
  'a. = 1',
  'a = { , }',
  // Values
  'a = {{ b }}',
  'a == 1',
  'a = “b”',
  'a = `b`',
  'a = b c # d',
  'a = [b c, "d"]',
  'a = r"b"',
  'a = None',
  'a = yes',
  'a = Infinity',
  'a = [b = 1]',
  'a = [1,, 2]',
  'a = 07:5',
  'a = 2026-01-31T24:00:00Z',
  'a = 2026-01-31T07:32:00+25:00',
  'a = .5',
  'a = 5.',
  'a = 1_',
  'a = 1e',
  'a = 0755',
  'a = 09.5',
  'a = +0xff',
  'a = 0XFF',
  'a = 1.2.3',
  // What follows a value
  'a = 1, b = 2',
  'a = 1;',
  'a = 1 // b',
  'a = 1]',
  "a = 'it's'",
  'a = "b" c',
  // Strings
  'a = """b',
  'a = "C:\\\\dir\\"',
  'a = "\\u12"',
  'a = "\\ud800"',
  'a = "\\U00110000"',
  // Brackets and headers
  'a = [1; 2]',
  'a = [\n  "b"\n  "c"\n]',
  'a = [',
  'a = { b: 1 }',
  'a = {\n  b = 1\n  c = 2\n}',
  '[a]]',
  '[[a]',
  '[a] b = 1',
  '[a b]',
  '[a = 1',
  '[]',
  // Definitions
  '[a]\n[[a]]',
  'a = [1]\n[[a]]',
  'a.b = 1\n[a]',
  '[a]\n[b]\na = 1\na.c = 2',
  '[a.b]\n[a]\nb.c = 1',
  'a = """b\nc = """\nd e\n"""',
  // Options and bytes
  ['a = {\n  b = 1,\n}', { version: '1.0' }],
  ['a = 07:32', { version: '1.0' }],
  ['a = "\\e\\x41"', { version: '1.0' }],
  ['a = "\u0007"'],
  ['a = 1\rb = 2'],
  [Uint8Array.of(0x61, 0x20, 0x3d, 0x20, 0x22, 0xe9, 0x22)],
  [Buffer.from('\ufeffa = 1', 'utf16le')],
  ['a = [[1]]', { maxDepth: 1 }],
  ['a = "more than ten"', { maxBytes: 10 }],
];

const inputs = slips.map((slip): { name: string; text: string; diagnostics: readonly Diagnostic[] } => {
  const [text, options] = typeof slip === 'string' ? [slip] : slip;
  const { diagnostics } = parseToml({ file: 'a.toml', text }, options);
  const shown = typeof text === 'string' ? text : Buffer.from(text).toString();
  return { name: JSON.stringify(shown), text: shown, diagnostics };
});

test('what is said about each slip', async () => {
  const sections = inputs.map(({ text, diagnostics }) =>
    printDiagnostics(diagnostics, { color: false, source: () => text }),
  );
  await expect(`${sections.join(`\n${'-'.repeat(40)}\n\n`)}`).toMatchFileSnapshot('./messages.golden.txt');
});

test('every TOML code has a message among them', () => {
  const said = new Set(inputs.flatMap(({ diagnostics }) => diagnostics.map(({ code }) => code)));
  expect([...said].sort()).toEqual(ownCodes);
});

test.each(inputs)('$name has an error with a place and a way out', ({ diagnostics }) => {
  expect(diagnostics.length).toBeGreaterThan(0);
  for (const { place, hint } of diagnostics) {
    expect({ place, hint }).toEqual({ place: expect.anything(), hint: expect.any(String) });
  }
});

const fixable = inputs.filter(({ diagnostics }) => diagnostics.some(({ fix }) => fix !== undefined));

test.each(fixable)('the fixes of $name make it readable', ({ text }) => {
  let fixed = text;
  for (let round = 0; round < 5; round++) {
    const fix = parseToml({ file: 'a.toml', text: fixed }).diagnostics.find(
      (each) => each.fix !== undefined,
    )?.fix;
    if (fix === undefined) break;
    const lines = fixed.split('\n');
    const { line, column, length } = fix.place;
    const old = lines[line - 1] ?? '';
    lines[line - 1] = old.slice(0, column - 1) + fix.text + old.slice(column - 1 + length);
    fixed = lines.join('\n');
  }
  expect(parseToml({ file: 'a.toml', text: fixed }).diagnostics).toEqual([]);
});

describe('the catalogue', () => {
  test.each(ownCodes)('%s: the good example is good', (code) => {
    expect(parseToml({ file: 'a.toml', text: entryOf(code).good ?? 'is missing' }).diagnostics).toEqual([]);
  });

  test.each(ownCodes.filter((code) => entryOf(code).bad))(
    '%s: the bad example has this error only',
    (code) => {
      const { diagnostics } = parseToml({ file: 'a.toml', text: entryOf(code).bad ?? '' });
      expect(new Set(diagnostics.map((each) => each.code))).toEqual(new Set([code]));
    },
  );
});
