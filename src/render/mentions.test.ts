import { expect, test } from 'vitest';
import { type Mentions, mentionsOf, parseTemplate } from './index.ts';

function mentions(text: string, dialect: 'tera' | 'nunjucks' = 'nunjucks'): Mentions {
  const parsed = parseTemplate({ file: 'a', text, dialect });
  if ('diagnostics' in parsed) throw new Error(parsed.diagnostics[0]?.message);
  return mentionsOf(parsed);
}

test.each([
  ['{{ a }}', ['a']],
  ['{{ a | replace("x", b) }}{{ now(c) }}', ['a', 'b', 'c']],
  ['{% if a == 1 %}{{ b }}{% elif c %}{{ d }}{% else %}{{ e }}{% endif %}', ['a', 'b', 'c', 'd', 'e']],
  ['{{ "a" ~ b if c is defined else d.e }}', ['b', 'c', 'd']],
  ['{{ f(key=a) }}{{ { name: b } }}', ['a', 'b']],
  ['a {# b #} {% raw %}{{ c }}{% endraw %}', []],
  ['{{ vars.a }}{{ vars["b"] }}', []],
])('%s mentions %j', (text, expected) => {
  expect([...mentions(text).names].sort()).toEqual(expected);
});

test('arguments by name are no variables in Tera either', () => {
  const { names } = mentions(
    '{{ env(name=a) | default(value=b) }}{% if c is containing(d) %}{% endif %}',
    'tera',
  );
  expect([...names].sort()).toEqual(['a', 'b', 'c', 'd']);
});

test('members of vars and matrix are told apart, until one is computed or all are used', () => {
  expect(mentions('{{ vars.a }}{{ matrix["os"] }}')).toMatchObject({
    vars: new Set(['a']),
    matrix: new Set(['os']),
  });
  expect(mentions('{{ vars[a] }}')).toMatchObject({ names: new Set(['a']), vars: undefined });
  expect(mentions('{% for k, v in matrix %}{% endfor %}')).toMatchObject({
    matrix: undefined,
    vars: new Set(),
  });
});
