import { describe, expect, test } from 'vitest';
import type { Place } from '../../diagnostic/index.ts';
import { type Located, type LocatedTable, locate, parseToml, type TomlOptions, toPlain } from './index.ts';

const parse = (text: string | Uint8Array, options?: TomlOptions) =>
  parseToml({ file: 'a.toml', text }, options);

function read(text: string | Uint8Array, options?: TomlOptions): LocatedTable {
  const { root, diagnostics } = parse(text, options);
  expect(diagnostics).toEqual([]);
  return root as LocatedTable;
}

/** The value at a path, which must exist. */
function at(root: Located, ...path: (string | number)[]): Located {
  return path.reduce<Located>((value, step) => {
    const next = value.kind === 'table' ? value.entries.get(String(step))?.value : undefined;
    const item = value.kind === 'array' ? value.items[Number(step)] : undefined;
    return (next ?? item) as Located;
  }, root);
}

const short = ({ line, column, length }: Place) => `${line}:${column}+${length}`;
const errors = (text: string, options?: TomlOptions) =>
  parse(text, options).diagnostics.map(({ code, place }) => `${code} ${place && short(place)}`);

describe('values', () => {
  test.each([
    ['1', { kind: 'integer', value: 1 }],
    ['1.0', { kind: 'float', value: 1 }],
    ['-0', { kind: 'integer', value: 0 }],
    ['-0.0', { kind: 'float', value: -0 }],
    ['0e0', { kind: 'float', value: 0 }],
    ['9007199254740991', { kind: 'integer', value: 9007199254740991 }],
    ['9007199254740993', { kind: 'integer', value: 9007199254740993n }],
    ['-9223372036854775808', { kind: 'integer', value: -9223372036854775808n }],
    ['0x7FFF_FFFF_FFFF_FFFF', { kind: 'integer', value: 9223372036854775807n }],
    ['-inf', { kind: 'float', value: Number.NEGATIVE_INFINITY }],
    ['+nan', { kind: 'float', value: Number.NaN }],
    ['false', { kind: 'boolean', value: false }],
    ["'\\d'", { kind: 'string', value: '\\d' }],
    ['"\\e\\x41"', { kind: 'string', value: '\u001bA' }],
    ['""""a"""""', { kind: 'string', value: '"a""' }],
    ["'''\r\na\r\nb'''", { kind: 'string', value: 'a\nb' }],
    ['"""a\\r\\n\r\nb\\\r\n   c"""', { kind: 'string', value: 'a\r\n\nbc' }],
    [
      '2026-01-31 07:32:00.123456789z',
      { kind: 'datetime', variant: 'offset-datetime', text: '2026-01-31T07:32:00.123456789Z' },
    ],
    [
      '2026-01-31t07:32:60-00:30',
      { kind: 'datetime', variant: 'offset-datetime', text: '2026-01-31T07:32:60-00:30' },
    ],
    ['0001-02-28T07:32', { kind: 'datetime', variant: 'local-datetime', text: '0001-02-28T07:32:00' }],
    ['2024-02-29', { kind: 'datetime', variant: 'local-date', text: '2024-02-29' }],
    ['07:32', { kind: 'datetime', variant: 'local-time', text: '07:32:00' }],
  ])('%s', (text, expected) => {
    expect(at(read(`a = ${text}`), 'a')).toMatchObject(expected);
    expect(at(read(`a = [${text}]`), 'a', 0)).toMatchObject(expected);
  });

  test('a date, a space and something else than a time are two things', () => {
    expect(errors('a = 2026-01-31 noon')).toEqual(['SW2006 1:16+4']);
    expect(at(read('a = 2026-01-31 # noon'), 'a')).toMatchObject({ text: '2026-01-31' });
  });

  test('keys of the prototype are data', () => {
    const root = read('__proto__.polluted = 1\nconstructor = { __proto__ = 2 }\n[toString]\nvalueOf = 3');
    expect(JSON.stringify(toPlain(root))).toBe(
      '{"__proto__":{"polluted":1},"constructor":{"__proto__":2},"toString":{"valueOf":3}}',
    );
    expect({}).not.toHaveProperty('polluted');
  });
});

describe('places', () => {
  const text = [
    'title = "x" # comment',
    '',
    '[service."my api".ports]',
    '\thttp.main = { port = 80, name = "é😀" }',
    '[[step]]',
    'args = ["😀", "b",',
    '  "c"]',
    'script = """',
    'one',
    'two"""',
    '[[step]]',
  ].join('\n');
  const root = read(text);
  const where = (...path: (string | number)[]) => {
    const { key, value } = locate(root, path);
    return [key && short(key), short(value)];
  };

  test.each([
    [['title'], '1:1+5', '1:9+3'],
    [['service'], '3:2+7', '3:2+7'],
    [['service', 'my api'], '3:10+8', '3:10+8'],
    [['service', 'my api', 'ports'], '3:19+5', '3:1+24'],
    [['service', 'my api', 'ports', 'http'], '4:2+4', '4:2+4'],
    [['service', 'my api', 'ports', 'http', 'main'], '4:7+4', '4:14+27'],
    [['service', 'my api', 'ports', 'http', 'main', 'port'], '4:16+4', '4:23+2'],
    [['service', 'my api', 'ports', 'http', 'main', 'name'], '4:27+4', '4:34+5'],
    [['step'], '5:3+4', '5:1+8'],
    [['step', 0], undefined, '5:1+8'],
    [['step', 1], undefined, '11:1+8'],
    [['step', 0, 'args'], '6:1+4', '6:8+11'],
    [['step', 0, 'args', 1], undefined, '6:15+3'],
    [['step', 0, 'args', 2], undefined, '7:3+3'],
    [['step', 0, 'script'], '8:1+6', '8:10+3'],
  ])('%j', (path, key, value) => {
    expect(where(...path)).toEqual([key, value]);
  });

  test('CRLF and a byte order mark change no place', () => {
    const crlf = parse(`\ufeff${text.replaceAll('\n', '\r\n')}`).root;
    expect(crlf).toEqual(root);
    expect(parse(Buffer.from(`\ufeff${text}`)).root).toEqual(root);
  });

  test('a table that a longer header implied has the place of its own header once there is one', () => {
    const late = read('[a.b]\n\n[a]\nc = 1\n');
    expect(locate(late, ['a'])).toMatchObject({ key: { line: 3 }, value: { line: 3, column: 1, length: 3 } });
    expect([...late.entries.keys()]).toEqual(['a']);
  });

  test('tables know how they came to be', () => {
    const forms = read('[a.b]\nc.d = 1\ne = {}\n');
    const formOf = (...path: string[]) => (at(forms, ...path) as LocatedTable).form;
    expect([forms.form, formOf('a'), formOf('a', 'b'), formOf('a', 'b', 'c'), formOf('a', 'b', 'e')]).toEqual(
      ['root', 'implicit', 'header', 'dotted', 'inline'],
    );
  });
});

describe('TOML 1.1', () => {
  const text = 't = {\n  a = 1, # one\n  b = "\\e",\n}\nu = 07:32\nv = "\\x41\\x42"\n';

  test('is read by default, and each use is listed', () => {
    const { root, uses11 } = parse(text);
    expect(toPlain(root as LocatedTable)).toMatchObject({ t: { a: 1, b: '\u001b' }, v: 'AB' });
    expect(uses11.map(({ what, place }) => `${short(place)} ${what}`)).toEqual([
      '1:5+1 an inline table over several lines',
      '3:8+2 the escape \\e',
      '3:11+1 a comma after the last key of an inline table',
      '5:5+5 a time without seconds',
      '6:6+4 the escape \\xHH',
      '6:10+4 the escape \\xHH',
    ]);
  });

  test('is refused at each use when the file must be TOML 1.0', () => {
    const { root, diagnostics } = parse(text, { version: '1.0' });
    expect(root).toBeUndefined();
    expect(diagnostics.map(({ code, place }) => `${code} ${place && short(place)}`)).toEqual([
      'SW2020 1:5+1',
      'SW2020 3:8+2',
      'SW2020 3:11+1',
      'SW2020 5:5+5',
      'SW2020 6:6+4',
      'SW2020 6:10+4',
    ]);
    expect(diagnostics.every(({ hint }) => hint)).toBe(true);
  });

  test('line breaks in arrays and strings are TOML 1.0', () => {
    expect(parse('a = [\n1,\n]\nb = """\nx"""\nc = { d = [\n1] }').uses11).toEqual([]);
  });
});

describe('after an error', () => {
  test('reading goes on at the next statement', () => {
    expect(errors('a = yes\nb: 1\nc = "x\nd = [1 2]\n[e\nf = 0755\ng = 1\n')).toEqual([
      'SW2005 1:5+3',
      'SW2003 2:2+1',
      'SW2007 3:5+2',
      'SW2013 4:8+1',
      'SW2016 5:3+1',
      'SW2009 6:5+4',
    ]);
  });

  test.each([
    ['lines of an array that is not closed are not judged', 'a = [1, 2\nb = [3\nc = yes\n', ['SW2012 1:5+1']],
    [
      'nor the lines of an array with an error in it',
      'a = [\n  { b = 1 c = 2 },\n  { b = 0x },\n]\n',
      ['SW2015 2:11+1'],
    ],
    ['nor text that may belong to a string', 'a = """\nb = """\nc = d e\nf = """\n', ['SW2005 3:5+3']],
    ['nor lines that begin no statement', 'a:\n  - b\n  - c\nd = no\n', ['SW2003 1:2+1', 'SW2005 4:5+2']],
    [
      'keys below a broken header are not duplicates',
      'a = 1\n[b\na = 2\n[[c\na = 3\n',
      ['SW2016 2:3+1', 'SW2016 4:4+1'],
    ],
    ['nor are tables that a broken header made distinct', '[[a]]\n[a.b]\n[[a\n[a.b]\n', ['SW2016 3:4+1']],
    ['one cause is reported once', 'a = 1\n[a.b]\n[a.c]\n[[a]]\n', ['SW2019 2:2+1']],
    [
      'what a forbidden character breaks is not reported again',
      'a = \u0001\nb = ?\n',
      ['SW2021 1:5+1', 'SW2005 2:5+1'],
    ],
  ])('%s', (_, text, expected) => {
    expect(errors(text)).toEqual(expected);
  });

  test('the string that may have swallowed the beginning of another is shown', () => {
    const { diagnostics } = parse('a = """one\nb = """\ntwo\n"""\n');
    expect(diagnostics).toHaveLength(1);
    expect(diagnostics[0]?.related?.[0]).toMatchObject({ place: { line: 1, column: 5, length: 3 } });
  });

  test('at most 20 errors are listed, in the order of the file', () => {
    const many = errors(`${'a = yes\n'.repeat(30)}${'b = 1\n'.repeat(30)}`);
    expect(many).toEqual(Array.from({ length: 20 }, (_, index) => `SW2005 ${index + 1}:5+3`));
  });
});

describe('hostile input', () => {
  test('nesting is bounded, whatever it is made of', () => {
    const path = (levels: number) => Array(levels).fill('a').join('.');
    const deep = (levels: number) => [
      `a = ${'['.repeat(levels)}${']'.repeat(levels)}`,
      `${path(levels + 1)} = 1`,
      `[${path(levels)}]\nb = 1`,
      `a = ${'{ a = '.repeat(levels)}1${' }'.repeat(levels)}`,
    ];
    for (const text of deep(128)) expect(errors(text)).toEqual([]);
    for (const text of deep(129)) expect(errors(text)).toEqual([expect.stringMatching(/^SW2023 1:/)]);
    for (const text of deep(100_000)) expect(errors(text)).toEqual([expect.stringMatching(/^SW2023 1:/)]);
    // Each header passes through a list and its last item.
    const lists = (count: number) =>
      Array.from({ length: count }, (_, index) => `[[${path(index + 1)}]]`).join('\n');
    expect(errors(lists(64))).toEqual([]);
    expect(errors(lists(65))).toEqual([expect.stringMatching(/^SW2023 65:/)]);
    expect(errors('a = [[1]]', { maxDepth: 1 })).toEqual(['SW2023 1:6+1']);
  });

  test('size is bounded', () => {
    expect(errors('a = 1', { maxBytes: 5 })).toEqual([]);
    expect(errors('a = "é"', { maxBytes: 7 })).toEqual(['SW2024 1:1+1']);
    expect(errors(`a = [${'1,'.repeat(1_000_000)}]`)).toEqual([expect.stringMatching(/^SW2024 1:/)]);
  });

  test('long strings and many keys are read', () => {
    const long = 'x'.repeat(10_000_000);
    expect(at(read(`a = "${long}"`), 'a')).toMatchObject({ value: long });
    const keys = Array.from({ length: 100_000 }, (_, index) => `k${index} = ${index}`).join('\n');
    expect(read(keys).entries.size).toBe(100_000);
  });

  test('bytes that are not UTF-8 are placed at the first of them', () => {
    const bytes = Buffer.concat([Buffer.from('\ufeffa = "\ufffd"\nb = "é'), Buffer.from([0xe9, 0x22])]);
    expect(parse(bytes).diagnostics).toMatchObject([
      {
        code: 'SW2022',
        message: expect.stringContaining('0xe9 at offset 20'),
        place: { line: 2, column: 7 },
      },
    ]);
  });

  test('NUL and lone surrogates are refused even in comments', () => {
    expect(errors('# a\u0000\nb = "\ud800"\nc = "\\u0000"')).toEqual(['SW2021 1:4+1', 'SW2021 2:6+1']);
  });
});
