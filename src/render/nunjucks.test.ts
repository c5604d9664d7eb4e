import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';
import { memoryHost } from '../host/index.ts';
import { renderTemplate, toValue, vocabularyOf } from './index.ts';
import { isMap } from './value/value.ts';

const context = {
  name: 'api',
  port: 8080,
  ratio: 2.5,
  on: true,
  list: [3, 1, 2],
  words: ['b', 'A', 'c'],
  map: { z: 1, a: 2 },
  users: [
    { name: 'ada', age: 36, admin: true },
    { name: 'bob', age: 20, admin: false },
  ],
  text: 'the quick  brown fox\njumps',
  keys: { a_b: 1, ab: 2, AC: 3 },
  nested: { a: { b: [1, { c: 2 }] } },
  nothing: null,
  html: '<p>one &amp; <b class="x">two</b> <!-- c\nd --> 3 < 4 > 2</p>',
  pairs: [
    ['a', 1],
    ['b', 2],
  ],
};

/** Nunjucks itself, which may compile here: its templates are those of this file. It carries no types. */
const nunjucks = createRequire(import.meta.url)('nunjucks') as {
  Environment: new (loader: null, options: object) => { renderString(text: string, context: object): string };
};
const environment = new nunjucks.Environment(null, { autoescape: false });

const cases = [
  'plain {{ name }} {{ port }} {{ ratio }} {{ on }}',
  '{{ port + 1 }} {{ port - 1 }} {{ port * 2 }} {{ port / 3 }} {{ 7 // 2 }} {{ 7 % 4 }} {{ 2 ** 10 }} {{ 4 / 2 }}',
  '{{ -port }} {{ +ratio }} {{ 1 - -1 }} {{ 1.0 }} {{ 0.1 + 0.2 }}',
  '{{ "a" + 1 }} {{ 1 + "a" }} {{ "a" ~ 1 ~ true }} {{ name ~ port | string }}',
  '{{ 1 == "1" }} {{ 1 === "1" }} {{ 1 != 2 }} {{ 1 < 2 }} {{ "a" < "b" }} {{ 2 >= 2 }}',
  '{{ on and name }} {{ on or name }} {{ not on }} {{ "" or "x" }} {{ 0 and 1 }}',
  '{{ "x" if on else "y" }} {{ "x" if not on }}',
  '{{ 3 in list }} {{ 9 not in list }} {{ "p" in name }} {{ "a" in map }}',
  '{{ list }} {{ map.a }} {{ map["z"] }} {{ list[0] }} {{ users[1].name }} {{ list.length }} {{ name.length }}',
  '{{ [1, 2, [3]] }} {{ { "a": 1 }.a }} {{ (1 + 2) * 3 }}',
  '{% if port > 80 %}big{% elif on %}on{% else %}small{% endif %}',
  '{% if missing %}a{% else %}b{% endif %}{% if list %}c{% endif %}{% if "" %}d{% endif %}{% if [] %}e{% endif %}',
  '{% for x in list %}{{ loop.index }}/{{ loop.length }}:{{ x }}{% if not loop.last %},{% endif %}{% endfor %}',
  '{% for x in list %}{{ loop.revindex }}{{ loop.revindex0 }}{{ loop.first }}{{ loop.index0 }}{% else %}none{% endfor %}',
  '{% for x in [] %}a{% else %}none{% endfor %}',
  '{% for k, v in map %}{{ k }}={{ v }};{% endfor %}',
  '{% for a, b in pairs %}{{ a }}{{ b }};{% endfor %}',
  '{% set x = 1 %}{{ x }}{% set x = x + 1 %}{{ x }}',
  '{% set x = 0 %}{% for i in list %}{% set x = x + i %}{% endfor %}{{ x }}',
  '{% set a, b = 5 %}{{ a }}{{ b }}',
  '{% set block %}<{{ name }}>{% endset %}{{ block }}{{ block | upper }}',
  '{% macro m(a, b=2) %}[{{ a }},{{ b }}]{% endmacro %}{{ m(1) }}{{ m(1, 3) }}{{ m(b=4, a=0) }}',
  '{% macro m(x) %}{{ caller() }}-{{ x }}{% endmacro %}{% call m(1) %}body {{ name }}{% endcall %}',
  '{% macro m() %}{{ caller("q") }}{% endmacro %}{% call(v) m() %}<{{ v }}>{% endcall %}',
  '{% macro fact(n) %}{% if n > 1 %}{{ n }}*{{ fact(n - 1) }}{% else %}1{% endif %}{% endmacro %}{{ fact(4) }}',
  '{% filter upper %}a{{ name }}{% endfilter %}',
  '{% raw %}{{ x }}{% endraw %}{% verbatim %}{% y %}{% endverbatim %}',
  '{# gone #}a {#- tight -#} b',
  'a  {%- if on -%}  b  {%- endif -%}  c {{- name -}} d',
  '{% switch name %}{% case "api" %}A{% case "web" %}W{% default %}D{% endswitch %}',
  '{% switch port %}{% case 1 %}A{% default %}D{% endswitch %}',
  '{% block one %}x{{ name }}{% endblock %}',
  '{{ missing | default("d") }} {{ name | default("d") }} {{ "" | default("e", true) }} {{ missing | d("f") }}',
  '{{ "aBc" | upper }} {{ "aBc" | lower }} {{ "aBc dEf" | capitalize }} {{ "abc DEF" | title }}',
  '{{ "  x " | trim }}| {{ "x" | center(5) }}|',
  '{{ list | sort }} {{ list | sort(true) }} {{ words | sort }} {{ words | sort(case_sensitive=true) }} {{ users | sort(attribute="age") | length }}',
  '{{ list | first }} {{ list | last }} {{ list | length }} {{ list | reverse }} {{ list | sum }} {{ users | sum("age") }}',
  '{{ list | join }} {{ list | join("-") }} {{ users | join(",", "name") }}',
  '{{ "a-b-c" | replace("-", "+") }} {{ "a-b-c" | replace("-", "+", 1) }} {{ "abc" | replace("", ".") }}',
  '{{ 2.55 | round }} {{ 2.55 | round(1, "floor") }} {{ 2.1 | round(0, "ceil") }} {{ -3 | abs }}',
  '{{ "12" | int }} {{ "1.5" | float }} {{ 5 | string }}',
  '{{ map | dictsort }} {{ map | dump }} {{ list | dump }}',
  '{{ text | wordcount }} {{ text | truncate(9) }} {{ text | truncate(9, true, "…") }} {{ text | indent(2) }} {{ text | indent(2, true) }}',
  '{{ "<b>x</b> y" | striptags }} {{ "<&>" | escape }} {{ "a b&c" | urlencode }} {{ "a\nb" | nl2br }}',
  '{{ [1,2,3,4,5] | batch(2) | dump }} {{ [1,2,3,4,5] | slice(3) | dump }} {{ [1,2,3] | batch(2, "x") | dump }}',
  '{{ users | selectattr("admin") | length }} {{ users | rejectattr("admin") | length }} {{ users | groupby("age") | length }}',
  '{{ "abc" | list }} {{ "abc" | first }} {{ name | safe }}',
  '{{ port is odd }} {{ port is even }} {{ port is divisibleby(4) }} {{ name is string }} {{ port is number }} {{ name is defined }} {{ missing is undefined }} {{ list is iterable }} {{ map is mapping }}',
  '{{ none is none }} {{ name is lower }} {{ name is upper }} {{ 1 is equalto(1) }} {{ 1 is lt(2) }}',
  '{% for i in range(3) %}{{ i }}{% endfor %}{% for i in range(1, 6, 2) %}{{ i }}{% endfor %}{% for i in range(3, 0, -1) %}{{ i }}{% endfor %}',
  '{{ "a\\nb\\t\\"c\\\\" }}',
  "{{ 'it\\'s' }}",
  '{{ html | striptags }} {{ html | striptags(true) }} {{ "<a_b>x</a_b> <ab-c>y< /b>" | striptags }}',
  '{{ "a\\n\\n\\n\\n b  c \\r\\nd" | striptags(true) }}',
  '{{ "\'\\"<>&/\\\\" | escape }} {{ "/" | e }} {{ "\'" | forceescape }}',
  '{{ nested | dump }} {{ nested | dump(2) }} {{ list | dump(1) }} {{ [] | dump(2) }} {{ map | dump("--") }}',
  '{{ {"b": 1.5, "a": [true, null, "x"]} | dump(2) }} {{ (1 / 3) | dump }} {{ (4 / 2) | dump }}',
  '{{ keys | dictsort }} {{ keys | dictsort(true) }} {{ map | dictsort(false, "value") }}',
  '{{ "12abc" | int }} {{ "abc" | int }} {{ "abc" | int(7) }} {{ "ff" | int(0, 16) }} {{ 3.9 | int }} {{ " -5" | int }}',
  '{{ "1.5x" | float }} {{ "x" | float }} {{ "x" | float(2.5) }} {{ "3" | float }} {{ "1e3" | float }}',
  '{{ "" | wordcount }} {{ "--" | wordcount }} {{ "a b-c" | wordcount }}',
  '{{ ["a", "b"] | sum }} {{ users | sum("age", 5) }}',
  '{{ "see http://a.b/c, www.x.org. (me@x.io) foo.com bar" | urlize }} {{ " x  y " | urlize }}',
  '{{ "see http://abcdefgh.b/c" | urlize(10, true) }} {{ "<www.x.org/a?b=1>" | urlize(5) }} {{ "a.net:80 c.comx" | urlize }}',
  '{{ [1,2,3,4] | select("odd") }} {{ [1,2,3,4] | reject("odd") }} {{ [0,1,"",2] | select }} {{ [0,1,"",2] | reject }}',
  '{{ [1,2,3,6] | select("divisibleby", 3) }} {{ [1,2,3] | reject("gt", 1) }} {{ [1,"a"] | select("string") }} {{ words | select("lower") }}',
  '{% set c = cycler("odd", "even") %}{% for i in list %}{{ c.next() }}{{ c.current }} {% endfor %}{{ c.reset() }}{{ c.current }}{{ c.next() }}',
  '{% set c = cycler(1, [2, 3]) %}{{ c.next() }}{{ c.next() }}{{ c.next() }} {{ c }}',
  '{% set comma = joiner() %}{% for i in list %}{{ comma() }}{{ i }}{% endfor %}{% set bar = joiner(" | ") %}{{ bar() }}a{{ bar() }}b',
  '{% set c = cycler("a", "b") %}{% macro m() %}{{ c.next() }}{% endmacro %}{{ m() }}{{ m() }}{{ m() }}',
  '{% set comma = joiner() %}{% macro comma() %}macro{% endmacro %}{{ comma() }}',
  '{{ 3 is greaterthan(2) }} {{ 3 is lessthan(2) }} {{ "a" is lt("b") }} {{ 2 is ge(2) }} {{ 2 is le(1) }} {{ 2 is ne(1) }}',
  '{{ -3 is odd }} {{ -4 is even }} {{ 1 is eq(1.0) }} {{ "1" is eq(1) }} {{ 1 is sameas(1) }} {{ 1 is not eq(2) }}',
  '{{ map is iterable }} {{ "x" is iterable }} {{ map is mapping }} {{ list is mapping }} {{ name is callable }} {{ joiner() is callable }}',
  '{{ on is truthy }} {{ 0 is truthy }} {{ [] is truthy }} {{ "" is falsy }} {{ nothing is null }} {{ nothing is defined }}',
  '{{ {"a b": "c&d", "e": 1} | urlencode }} {{ [["a", "b c"], ["d", 2]] | urlencode }} {{ "ä/?" | urlencode }}',
  '{{ users | groupby("age") | dump }} {% for k, v in users | groupby("age") %}{{ k }}:{{ v | length }};{% endfor %}',
  '{{ text | truncate(0) }} {{ text | indent(0) }} {{ "x" | center(4) }}| {{ "xyz" | center(8) }}| {{ "x" | center }}|',
  '{{ "a" ~ 1 ~ null ~ true ~ [1, 2] }} {{ "a" + null }} {{ nothing }} {{ [null, 1] }}',
  '{% for x in nothing %}a{% else %}none{% endfor %} {{ missing | d }}| {{ nothing | default("x") }} {{ nothing | default("x", true) }}',
  '{{ [1, 2] | slice(3, "f") | dump }} {{ [] | batch(2) | dump }} {{ map | list | dump }} {{ -2.5 | round }} {{ 12345 | round(-2) }}',
];

function render(text: string) {
  const variables = toValue(context);
  if (!isMap(variables)) throw new Error('the context is a map');
  const host = memoryHost();
  return renderTemplate({
    file: 't.njk',
    text,
    dialect: 'nunjucks',
    root: '/project',
    host,
    variables,
    allowedEnv: new Set(),
  });
}

describe('everything that Nunjucks brings along is here', () => {
  const load = createRequire(import.meta.url);
  const namesIn = (file: string) => Object.keys(load(`nunjucks/src/${file}`));
  const { filters, functions, tests } = vocabularyOf('nunjucks');

  test('filters', () => {
    // `d` is the short form of `default`.
    const names = filters.map(({ name }) => name);
    expect(namesIn('filters').filter((name) => !names.includes(name))).toEqual(['d']);
  });

  test('tests', () => {
    expect(namesIn('tests').filter((name) => !tests.includes(name))).toEqual([]);
  });

  test('functions', () => {
    const globals = load('nunjucks/src/globals') as () => object;
    const names = functions.map(({ name }) => name);
    expect(Object.keys(globals()).filter((name) => !names.includes(name))).toEqual([]);
  });
});

describe('renders as Nunjucks', () => {
  test.each(cases.map((text) => [text]))('%j', (text) => {
    const { text: output, diagnostics } = render(text);
    expect(diagnostics).toEqual([]);
    expect(output).toBe(environment.renderString(text, context));
  });
});

test('an undefined variable is an error, where Nunjucks prints nothing', () => {
  expect(render('{{ missing }}').diagnostics).toMatchObject([
    { code: 'SW1106', place: { line: 1, column: 4 } },
  ]);
});

test.each([
  ['{{ "x" is escaped }}', 'the test `escaped`: whether a text is escaped is not kept'],
  ['{{ cycler() }}', 'the function `cycler`: there is nothing to go through'],
  ['{{ [1] | select("nope") }}', 'the filter `select`: there is no test `nope`'],
  ['{% set c = cycler(1) %}{{ c.constructor() }}', 'values have no functions of their own'],
  ['{% set c = cycler(1) %}{{ c.items }}', '`c` has no key `items`'],
  ['{% set j = joiner() %}{{ j.next() }}', 'values have no functions of their own'],
])('%s is refused', (text, message) => {
  expect(render(text)).toMatchObject({ text: undefined, diagnostics: [{ message }] });
});

// Where nunjucks reads past what is wrong, sets nothing, or stops with a TypeError.
test.each([
  ['{{ x == }}', 9],
  ['{{ , (x) }}', 4],
  ['{{ x[] }}', 6],
  ['{{ x[1, 2] }}', 7],
  ['{{ x.1 }}', 6],
  ['{% set a.b = 1 %}', 9],
  ['{% set "a" %}{% endset %}', 8],
  ['{% for a, b.c in x %}{% endfor %}', 12],
  ['{% macro m(a.b) %}{% endmacro %}', 13],
  ['{% call m.x %}{% endcall %}', 10],
  ['{% from "x" import a.b %}', 21],
  ['{% from "x" import a as 2 %}', 25],
  ['{% import "x" as a.b %}', 19],
])('%s is refused at column %i', (text, column) => {
  expect(render(text).diagnostics).toMatchObject([{ code: 'SW1101', place: { line: 1, column } }]);
});
