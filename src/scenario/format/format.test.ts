import { describe, expect, test } from 'vitest';
import { parseToml } from '../toml/index.ts';
import { guarded } from './format.ts';
import { formatScenario } from './index.ts';
import { tokenize } from './tokens.ts';

function formatted(text: string): string {
  const result = formatScenario(text, { file: 'a.span.toml' });
  expect(result.diagnostics).toEqual([]);
  expect(result.changed).toBe(result.text !== text);
  expect(formatScenario(result.text, { file: 'a.span.toml' })).toEqual({
    text: result.text,
    changed: false,
    diagnostics: [],
  });
  return result.text;
}

const long = 'x'.repeat(60);

test('a file is laid out in the canonical form, with everything in its order', () => {
  const text = `

# Orders
#:schema x
  [ meta ]
name='orders'   # the "name"${'\t'}
  version   = "1.0.0"
tags=[ "b","a", ]


retries = 0x_a
# the api

# started first
[service . "my api"]
command=["node","api.mjs"]
env={A="1",B = '2'}
[[scenario]]
   # say hello
   name="hello"
at = 1979-05-27 07:32:00
run="""
  echo   1   
"""


`.replace('0x_a', '0xA_a');
  expect(formatted(text)).toBe(`# Orders
#:schema x
[meta]
name = 'orders' # the "name"
version = "1.0.0"
tags = ["b", "a"]

retries = 0xA_a
# the api

# started first
[service."my api"]
command = ["node", "api.mjs"]
env = { A = "1", B = '2' }

[[scenario]]
# say hello
name = "hello"
at = 1979-05-27 07:32:00
run = """
  echo   1   
"""
`);
});

describe('lists', () => {
  test('wider than 100 columns get a line for each item', () => {
    expect(formatted(`a = ["${long}","${long}"] # both\n`)).toBe(
      `a = [\n  "${long}",\n  "${long}",\n] # both\n`,
    );
    expect(formatted(`a = [["${long}", "${long}"], []]`)).toBe(
      `a = [\n  [\n    "${long}",\n    "${long}",\n  ],\n  [],\n]\n`,
    );
  });

  test('of exactly 100 columns stay on their line, the comment behind them not counted', () => {
    const line = `a = ["${long}", "${'y'.repeat(28)}"]`;
    expect(line).toHaveLength(100);
    expect(formatted(`${line} # comment\n`)).toBe(`${line} # comment\n`);
    expect(formatted(`b${line}\n`)).toContain('[\n');
  });

  test('that their author broke stay broken, with the items of a line side by side', () => {
    expect(formatted('a = [ 1,2,\n3 # three\n ,\n\n\n # four\n4 ]')).toBe(
      'a = [\n  1, 2,\n  3, # three\n\n  # four\n  4,\n]\n',
    );
  });

  test('keep the comment behind their bracket, and lines too wide for their items are broken', () => {
    expect(formatted(`a = [ # all\n'${long}', '${long}', # two\n]`)).toBe(
      `a = [ # all\n  '${long}',\n  '${long}', # two\n]\n`,
    );
  });

  test('without items are closed at once, unless a comment stands in them', () => {
    expect(formatted('a = [\n\n]\nb = [ # none\n]\nc = [\n # none\n]\n')).toBe(
      'a = []\nb = [ # none\n]\nc = [\n  # none\n]\n',
    );
  });

  test('with strings over several lines are not broken', () => {
    const text = `a = ["""${long}\n""", "${long}"]\n`;
    expect(formatted(text)).toBe(text);
  });
});

describe('inline tables', () => {
  test('on one line stay there at any width, as TOML 1.0 has no others', () => {
    expect(formatted(`a = {b="${long}",c=["${long}"],}`)).toBe(`a = { b = "${long}", c = ["${long}"] }\n`);
    expect(formatted('a = { }')).toBe('a = {}\n');
  });

  test('keep what their author broke, in them and around them', () => {
    expect(formatted('a = {b=[\n1\n],c=2}')).toBe('a = { b = [\n  1,\n], c = 2 }\n');
    expect(formatted('a = {\nb=1 # one\n,c . d=2}')).toBe('a = {\n  b = 1, # one\n  c.d = 2,\n}\n');
    expect(formatted('a = [{b=[\n1\n]}, 2]')).toBe('a = [\n  { b = [\n    1,\n  ] },\n  2,\n]\n');
  });
});

describe('line ends', () => {
  test('CRLF is kept where every line has it, else lines end in LF', () => {
    expect(formatted('a=1\r\n[b]\r\nc=[\r\n1]')).toBe('a = 1\r\n\r\n[b]\r\nc = [\r\n  1,\r\n]\r\n');
    expect(formatted('a=1\r\nb=2\n')).toBe('a = 1\nb = 2\n');
  });

  test('those in strings are left alone', () => {
    expect(formatted('a="""\r\n"""\nb=1')).toBe('a = """\r\n"""\nb = 1\n');
    expect(formatted('a="""\n"""\r\nb=1')).toBe('a = """\n"""\r\nb = 1\r\n');
  });
});

test.each([
  ['', ''],
  ['\ufeff', '\ufeff'],
  [' \n\t\r\n', ''],
  ['\n# only a comment', '# only a comment\n'],
  ['\ufeffa=1\n', '\ufeffa = 1\n'],
  ['\ufeff\n\n# x', '\ufeff# x\n'],
  ['"a" . b\t. \'c.d\' = 3', '"a".b.\'c.d\' = 3\n'],
  ['3 . 14 = 1.5e+1_0', '3.14 = 1.5e+1_0\n'],
  ["a=''''it''''' # '", "a = ''''it''''' # '\n"],
  ['a="""\\""""""', 'a = """\\""""""\n'],
  ['[a]\n# b\n[b]', '[a]\n\n# b\n[b]\n'],
  ['# b\n\n[b]', '# b\n\n[b]\n'],
])('%j becomes %j', (text, expected) => {
  expect(formatted(text)).toBe(expected);
});

test('a file that does not parse is left as it is, with what the parser says', () => {
  const text = 'a  = 1\nb = \n';
  const { diagnostics, ...rest } = formatScenario(text, { file: 'a.span.toml' });
  expect(rest).toEqual({ text, changed: false });
  expect(diagnostics.map(({ code, place }) => [code, place?.line])).toEqual([['SW2004', 2]]);
});

const read = (text: string) => ({
  text,
  tokens: tokenize(text, false),
  root: parseToml({ file: 'a.span.toml', text }).root,
});

test.each([
  ['another value', 'a=1', 'a = 2\n'],
  ['a lost comment', 'a=1 # b', 'a = 1\n'],
  ['another order', 'a=1\nb=2', 'b = 2\na = 1\n'],
  ['a statement on the line of another', 'a=1\nb=2', 'a = 1 b = 2\n'],
  ['joined words', 'a b', 'ab\n'],
  ['a comma more', 'a=[1]\nb=[2]', 'a = [1], b = [2]\n'],
])('%s in the result of the formatter is held back', (_, text, wrong) => {
  const { diagnostics, ...rest } = guarded(read(text), wrong, { file: 'a.span.toml', template: false });
  expect(rest).toEqual({ text, changed: false });
  expect(diagnostics.map(({ code }) => code)).toEqual(['SW9002']);
});

test('values are compared also where the tokens are the same', () => {
  const twoLines = guarded(read('a=1\n[b]\n'), '[b]\na=1\n', { file: 'a.span.toml', template: false });
  expect(twoLines.diagnostics.map(({ code }) => code)).toEqual(['SW9002']);
});
