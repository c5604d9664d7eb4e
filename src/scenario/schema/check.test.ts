import { describe, expect, test } from 'vitest';
import type { Dialect } from '../dialect.ts';
import { createProblems } from '../problems.ts';
import { parseToml } from '../toml/index.ts';
import { check } from './check.ts';
import {
  anything,
  boolean,
  choice,
  defaulted,
  duration,
  integer,
  list,
  map,
  narrowed,
  number,
  object,
  optional,
  required,
  type Schema,
  text,
  tuple,
  union,
} from './dsl.ts';

const doc = 'Doc.';
const inner = object('Inner', { name: required(text({ doc })), size: optional(integer({ doc })) }, { doc });

/** Checks `value = TOML` and shows each problem on a line: code, column, message, and what follows after bars. */
function run(schema: Schema<unknown>, toml: string, dialect: Dialect = 'native') {
  const source = `value = ${toml}\n`;
  return runFile(object('File', { value: optional(schema) }, { doc }), source, dialect);
}

function runFile(schema: Schema<unknown>, source: string, dialect: Dialect = 'native') {
  const { root, diagnostics } = parseToml({ file: 'a.toml', text: source });
  expect(diagnostics).toEqual([]);
  const problems = createProblems('a.toml');
  const value = root && check(schema, root, { dialect, source, report: problems.report });
  const shown = problems.list().map(({ code, place, message, hint }) => {
    return `${code} ${place?.line}:${place?.column}+${place?.length} ${message}${hint ? ` | ${hint}` : ''}`;
  });
  return { value: (value as { value?: unknown } | undefined)?.value, shown, list: problems.list() };
}

describe('a value of the right kind', () => {
  test.each([
    [text({ doc }), '"a"', 'a'],
    [integer({ doc, min: 1 }), '1', 1],
    [number({ doc }), '2', 2],
    [number({ doc }), '-0.0', 0],
    [boolean({ doc }), 'false', false],
    [duration({ doc }), '"1h30m"', 5_400_000],
    [duration({ doc }), '"0s"', 0],
    [choice(['OK', 'ERROR'], { doc, anyCase: true }), '"ok"', 'OK'],
    [list(text({ doc }), { doc }), '[]', []],
    [tuple([text({ doc }), integer({ doc })], { doc }), '["a", 1]', ['a', 1]],
    [union([text({ doc }), list(integer({ doc }), { doc })], { doc }), '[1]', [1]],
    [
      anything({ doc }),
      '{ day = 2025-01-01, big = 9007199254740993 }',
      { day: '2025-01-01', big: 9007199254740993n },
    ],
  ] as const)('%# gives its value', (schema, toml, expected) => {
    const { value, shown } = run(schema, toml);
    expect(shown).toEqual([]);
    expect(value).toEqual(expected);
  });

  test('gets its defaults, and no key that is absent', () => {
    const schema = object(
      'T',
      { grace: defaulted(duration({ doc }), 5_000), size: optional(integer({ doc })) },
      { doc },
    );
    expect(run(schema, '{}').value).toEqual({ grace: 5_000 });
  });

  test('makes tables without a prototype, so that any key is data', () => {
    const { value } = run(map(text({ doc }), { doc, keys: 'key' }), '{ __proto__ = "a", constructor = "b" }');
    expect(Object.getPrototypeOf(value)).toBeNull();
    expect(Object.entries(value as object)).toEqual([
      ['__proto__', 'a'],
      ['constructor', 'b'],
    ]);
  });
});

describe('a value at fault is reported where it stands', () => {
  const texts = map(text({ doc }), { doc, keys: 'variable name' });
  const pairs = list(tuple([text({ doc }), text({ doc })], { doc }), { doc });
  test.each([
    [text({ doc }), '5', 'SW3002 1:9+1 `value` is the integer 5 | write `value = "5"`'],
    [
      text({ doc }),
      '2025-01-01',
      'SW3002 1:9+10 `value` is the date 2025-01-01 | write `value = "2025-01-01"`',
    ],
    [text({ doc, nonBlank: true }), '" "', 'SW3007 1:9+3 `value` is empty'],
    [integer({ doc }), '"5"', 'SW3002 1:9+3 `value` is the text "5" | write `value = 5`'],
    [integer({ doc }), '5.0', 'SW3002 1:9+3 `value` is the float 5 | write `value = 5`'],
    [integer({ doc, max: 4 }), '5', 'SW3006 1:9+1 `value` is 5'],
    [
      integer({ doc }),
      '9007199254740993',
      'SW3006 1:9+16 `value` is 9007199254740993, which is too large to be held exactly',
    ],
    [number({ doc }), 'inf', 'SW3006 1:9+3 `value` is Infinity'],
    [boolean({ doc }), '"True"', 'SW3002 1:9+6 `value` is the text "True" | write `value = true`'],
    [duration({ doc }), '30', 'SW3002 1:9+2 `value` is the integer 30 | write `value = "30s"`'],
    [duration({ doc }), '0.5', 'SW3002 1:9+3 `value` is the float 0.5 | write `value = "500ms"`'],
    [duration({ doc }), '-0.5', 'SW3002 1:9+4 `value` is the float -0.5'],
    [duration({ doc }), 'inf', 'SW3002 1:9+3 `value` is the float inf'],
    [duration({ doc }), '"2 min"', 'SW3011 1:9+7 `value` is the text "2 min" | write `value = "2m"`'],
    [duration({ doc }), '"600h"', 'SW3011 1:9+6 `value` is the text "600h"'],
    [
      choice(['server', 'client'], { doc }),
      '"clent"',
      'SW3005 1:9+7 `value` is the text "clent" | did you mean "client"?',
    ],
    [
      choice(['server', 'client'], { doc }),
      '"Server"',
      'SW3005 1:9+8 `value` is the text "Server" | did you mean "server"?',
    ],
    [list(text({ doc }), { doc }), '"a"', 'SW3002 1:9+3 `value` is the text "a" | write `value = ["a"]`'],
    [list(text({ doc }), { doc, min: 1 }), '[]', 'SW3014 1:9+2 `value` has no items'],
    [list(text({ doc }), { doc }), '["a", 1]', 'SW3002 1:15+1 `value[1]` is the integer 1 | write `"1"`'],
    [pairs, '["a", "b"]', 'SW3002 1:9+10 `value` is an array | write `value = [["a", "b"]]`'],
    [texts, '["A=b", "C=d=e"]', 'SW3002 1:9+16 `value` is an array | write `value = { A = "b", C = "d=e" }`'],
    [texts, '{ "a b" = true }', 'SW3002 1:19+4 `"a b"` is true | write `"a b" = "true"`'],
    [inner, '{ size = 1 }', 'SW3004 1:9+12 `value` has no `name` | add `name = …`: Doc.'],
    [
      list(inner, { doc }),
      '{ name = "a" }',
      'SW3013 1:9+14 `value` is a single table | write `value = [{ … }]`',
    ],
    [
      text({ doc, format: 'regex' }),
      '"a(?=b)"',
      'SW3008 1:11+3 `value` is "a(?=b)": look-around is not supported; it cannot be matched in linear time',
    ],
    [
      text({ doc, format: 'json-path' }),
      '"$.a[x]"',
      'SW3012 1:13+1 `value` is "$.a[x]": expected an index such as [0] or a quoted key such as ["name"]',
    ],
    [
      text({ doc, format: 'rfc3339' }),
      '"2025-02-30T00:00:00Z"',
      'SW3010 1:9+22 `value` is "2025-02-30T00:00:00Z": there is no such day',
    ],
    [
      text({ doc, format: 'url-or-path' }),
      '"health"',
      'SW3012 1:9+8 `value` is "health": it begins neither with / nor with http:// | write "/health"',
    ],
  ] as const)('%#', (schema, toml, expected) => {
    expect(run(schema, toml).shown[0]).toBe(expected);
  });

  test('a column inside a string counts its escapes', () => {
    const { shown } = run(text({ doc, format: 'regex' }), '"\\u0041\\t\\\\1"');
    expect(shown).toEqual([
      'SW3008 1:18+3 `value` is "A\\t\\\\1": back-references are not supported; they cannot be matched in linear time',
    ]);
  });
});

describe('unknown keys', () => {
  const step = object(
    'Step',
    { env: optional(text({ doc })), command: optional(text({ doc })), expect: optional(inner) },
    { doc, slips: { environment: 'env', exit_code: 'expect.exit_code' } },
  );

  test('a known slip is answered with the exact key, and a fix', () => {
    const { shown, list } = run(step, '{ environment = "a" }');
    expect(shown).toEqual(['SW3003 1:11+11 the key `environment` in `value` is unknown | write `env`']);
    expect(list[0]?.fix).toEqual({ title: 'Rename to env', place: list[0]?.place, text: 'env' });
  });

  test('no fix is offered where the right key stands already, or is not a key of the table', () => {
    expect(run(step, '{ environment = "a", env = "b" }').list[0]?.fix).toBeUndefined();
    expect(run(step, '{ exit_code = 1 }').list[0]).toMatchObject({
      hint: 'write `expect.exit_code`',
      fix: undefined,
    });
  });

  test('otherwise the nearest key is offered, or all are listed', () => {
    expect(run(step, '{ comand = "a" }').list[0]?.hint).toBe('did you mean `command`?');
    expect(run(step, '{ zzz = "a" }').list[0]?.expected).toBe('one of env, command, expect');
  });

  test('clnrm files are warned, and may describe', () => {
    const { list, value } = run(step, '{ env = "a", author = "me", environment = "b" }', 'clnrm');
    expect(list.map(({ severity, message }) => `${severity}: ${message}`)).toEqual([
      'warning: the key `environment` in `value` is unknown and has no effect',
    ]);
    expect(value).toEqual({ env: 'a' });
  });

  test('keys of Object.prototype are unknown like any other', () => {
    expect(run(step, '{ constructor = 1, __proto__ = 2 }').shown).toHaveLength(2);
  });
});

describe('tables and arrays of tables', () => {
  const file = object('File', { one: optional(inner), many: optional(list(inner, { doc })) }, { doc });

  test.each([
    ['[many]\nname = "a"\n', ['SW3013 1:1+6 `many` is a single table | write `[[many]]`']],
    ['[[one]]\nname = "a"\n', ['SW3013 1:1+7 `one` is an array of tables | write `[one]`']],
    ['[many.first]\nname = "a"\n', ['SW3013 1:2+4 `many` is a single table | write `[[many]]`']],
  ])('%j is told the right header', (source, expected) => {
    expect(runFile(file, source).shown).toEqual(expected);
  });

  test('what stands below a wrong header is checked all the same', () => {
    expect(runFile(file, '[many]\nsize = "x"\n').shown).toEqual([
      'SW3013 1:1+6 `many` is a single table | write `[[many]]`',
      'SW3004 1:1+6 `many` has no `name` | add `name = …`: Doc.',
      'SW3002 2:8+3 `size` is the text "x"',
    ]);
  });
});

test('all problems are found in one pass, and the rest of the value survives', () => {
  const file = object(
    'File',
    {
      a: optional(integer({ doc })),
      b: optional(map(integer({ doc }), { doc, keys: 'key' })),
      c: required(text({ doc })),
    },
    { doc },
  );
  const source = 'a = "x"\nc = "kept"\nd = 1\n[b]\nbad = "x"\ngood = 2\n';
  const { root } = parseToml({ file: 'a.toml', text: source });
  const problems = createProblems('a.toml');
  const value = root && check(file, root, { dialect: 'native', source, report: problems.report });
  expect(problems.list().map(({ code, place }) => `${code} ${place?.line}`)).toEqual([
    'SW3003 3',
    'SW3002 1',
    'SW3002 5',
  ]);
  expect(value).toEqual({ b: { good: 2 }, c: 'kept' });
});

test('a narrower type counts in clnrm files only', () => {
  const schema = narrowed(
    union([text({ doc }), integer({ doc })], { doc }),
    text({ doc, hint: 'text only' }) as never,
  );
  expect(run(schema, '1').shown).toEqual([]);
  expect(run(schema, '[]', 'clnrm').shown).toEqual(['SW3002 1:9+2 `value` is an empty array | text only']);
});
