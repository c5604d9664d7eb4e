/** A template whose text holds `OOPS` where TOML would stumble, and the files around it. */
export interface MappingCase {
  readonly name: string;
  readonly text: string;
  readonly files?: Readonly<Record<string, string>>;
}

const macros = `{% macro span(name, kind="internal") -%}
[[expect.span]]
name = "{{ name }}"
kind = {{ kind }} OOPS
{%- endmacro %}
{% macro outer(name) -%}
# outer
{{ self::span(name=name) }}
{%- endmacro %}
`;
const library = { 'macros.tera': macros };

export const mappingCases: readonly MappingCase[] = [
  { name: 'literal', text: '[meta]\nname = "{{ svc }}"\nversion = OOPS\n' },
  { name: 'literal behind a tag', text: '{{ svc }} = {{ svc }} OOPS\n' },
  { name: 'literal after many lines of a value', text: '{{ "a\nb\nc" }}\nOOPS\n' },
  { name: 'value of a tag', text: '[meta]\nname = {{ "OOPS" }}\n' },
  { name: 'trimmed before', text: 'a = 1\n\n   {%- if true %}\n  b = OOPS\n{% endif %}\n' },
  { name: 'trimmed after', text: '{% if true -%}\n\n\n  b = OOPS\n{%- endif %}\n' },
  { name: 'windows line ends', text: 'a = 1\r\n{{ svc }}\r\nb = OOPS\r\n' },
  { name: 'raw', text: '{{ svc }}\n{% raw -%}\n\n  {{ x }} OOPS\n{% endraw %}\n' },
  { name: 'comment before', text: '{# one\ntwo #}a = 1 {#- three -#}  OOPS\n' },
  {
    name: 'else branch',
    text: '{% if svc == "x" %}\na\n{% elif svc == "y" %}\nb\n{% else %}\nc OOPS\n{% endif %}\n',
  },
  {
    name: 'first turn of a loop',
    text: '{% for i in range(end=3) %}\n[[step]]\nn = {{ i }}{% if i == 0 %} OOPS{% endif %}\n{% endfor %}\n',
  },
  {
    name: 'last turn of a loop',
    text: '{% for i in range(end=3) %}\n[[step]]\nn = {{ i }}{% if loop.last %} OOPS{% endif %}\n{% endfor %}\n',
  },
  {
    name: 'loop in a loop',
    text: '{% for i in range(end=2) %}\n{% for j in range(end=2) %}\n{% if i + j == 2 %}x OOPS{% endif %}\n{% endfor %}\n{% endfor %}\n',
  },
  { name: 'loop that is empty', text: '{% for i in [] %}{{ i }}{% else %}\nnone OOPS\n{% endfor %}\n' },
  {
    name: 'macro of the file',
    text: '{% macro m(x) %}\n{{ x }} OOPS\n{% endmacro %}a\n{{ self::m(x=1) }}\n',
  },
  {
    name: 'imported macro',
    text: '{% import "macros.tera" as m %}\n[meta]\n{{ m::span(name="x") }}\n',
    files: library,
  },
  {
    name: 'argument of a macro',
    text: '{% import "macros.tera" as m %}\n{{ m::span(name="OOPS") }}\n',
    files: { 'macros.tera': macros.replace(' OOPS', '') },
  },
  {
    name: 'macro that calls a macro',
    text: '{% import "macros.tera" as m %}\n\n  {{ m::outer(name="x") }}\n',
    files: library,
  },
  {
    name: 'macro in a loop',
    text: '{% import "macros.tera" as m %}{% for n in ["a", "b"] %}\n{{ m::span(name=n) }}\n{% endfor %}\n',
    files: library,
  },
  {
    name: 'built-in macro',
    text: '{% import "_macros.toml.tera" as m %}{{ m::batch_validation(spans=["a"], condition="OOPS") }}\n',
  },
  {
    name: 'include',
    text: 'a = 1\n{% include "part.tera" %}\n',
    files: { 'part.tera': 'b = 2\n  c = OOPS\n' },
  },
  {
    name: 'include in a loop in an include',
    text: '{% include "a.tera" %}\n',
    files: {
      'a.tera': '#\n{% for i in range(end=2) %}{% include "b.tera" %}{% endfor %}',
      'b.tera': 'x = {{ i }}{% if i == 1 %} OOPS{% endif %}\n',
    },
  },
  {
    name: 'macro in an include',
    text: 'a\n{% include "a.tera" %}\n',
    files: { ...library, 'a.tera': '{% import "macros.tera" as m %}b\n{{ m::span(name="x") }}' },
  },
  {
    name: 'block of a child',
    text: '{% extends "base.tera" %}\n{% block body %}\nb = OOPS\n{% endblock %}\n',
    files: { 'base.tera': 'a\n{% block body %}default{% endblock %}\n' },
  },
  {
    name: 'text of a parent',
    text: '{% extends "base.tera" %}{% block body %}b{% endblock %}\n',
    files: { 'base.tera': 'a\n{% block body %}{% endblock %}\nc OOPS\n' },
  },
  {
    name: 'super',
    text: '{% extends "base.tera" %}{% block body %}b\n{{ super() }}{% endblock %}\n',
    files: { 'base.tera': 'a\n{% block body %}\n inherited OOPS{% endblock %}\n' },
  },
  { name: 'filter section', text: 'a\n  {% filter upper %}b = oops{% endfilter %}\n' },
  {
    name: 'macro through a filter',
    text: '{% import "macros.tera" as m %}\na {{ m::span(name="x") | indent }}\n',
    files: library,
  },
];
