import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';
import { memoryHost } from '../host/index.ts';
import { renderTemplate, toValue } from './index.ts';
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
