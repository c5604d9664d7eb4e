/**
 * The macros of clnrm 0.7 (reference, c.3), as its documentation has them: the file that clnrm shipped could not be read
 * by Tera. Values are written as valid TOML.
 */
export const macros07 = `{% macro span(name, kind="", attrs={}, parent="") -%}
[[expect.span]]
name = {{ name | toml_encode }}
{% if kind -%}
kind = {{ kind | toml_encode }}
{% endif -%}
{% if parent -%}
parent = {{ parent | toml_encode }}
{% endif -%}
{% if attrs -%}
attrs.all = {{ attrs | toml_encode }}
{% endif -%}
{% endmacro %}
{% macro lifecycle(service) -%}
{{ self::span(name=service ~ ".start", kind="internal") }}
{{ self::span(name=service ~ ".exec", kind="internal") }}
{{ self::span(name=service ~ ".stop", kind="internal") }}
[expect.order]
must_precede = [
  [{{ service ~ ".start" | toml_encode }}, {{ service ~ ".exec" | toml_encode }}],
  [{{ service ~ ".exec" | toml_encode }}, {{ service ~ ".stop" | toml_encode }}],
]
{%- endmacro %}
{% macro edges(pairs) -%}
{% if pairs -%}
[expect.graph]
must_include = [
{%- for pair in pairs %}
  {{ pair | toml_encode }},
{%- endfor %}
]
{%- endif %}
{%- endmacro %}
{% macro window(start, end) -%}
[expect.window]
{{ start | toml_encode }} = { contains = [{{ end | toml_encode }}] }
{%- endmacro %}
{% macro count(kind, min, max=none) -%}
[expect.count]
by_kind.{{ kind }} = { min = {{ min }}{% if max %}, max = {{ max }}{% endif %} }
{%- endmacro %}
{% macro attrs(pairs) -%}
{{ pairs | toml_encode }}
{%- endmacro %}
{% macro multi_lifecycle(services) -%}
{% for service in services -%}
{{ self::lifecycle(service=service) }}
{% if not loop.last %}
{% endif -%}
{% endfor -%}
{%- endmacro %}
{% macro span_with_attrs(name, kind, attr_pairs) -%}
{{ self::span(name=name, kind=kind, attrs=attr_pairs) }}
{%- endmacro %}
`;
