/**
 * The macros of clnrm 1.0 (reference, c.3). They give the same tables, and differ where clnrm's did not work as its own
 * documentation has it: `attrs`, `args` and `env` may be left out, values are written as valid TOML, and a span takes
 * a `kind`.
 */
export const macros10 = `{% macro span(name, parent="", attrs={}, kind="") -%}
[[expect.span]]
name = {{ name | toml_encode }}
{% if parent -%}
parent = {{ parent | toml_encode }}
{% endif -%}
{% if kind -%}
kind = {{ kind | toml_encode }}
{% endif -%}
{% if attrs -%}
attrs.all = {{ attrs | toml_encode }}
{% endif -%}
{% endmacro %}
{% macro service(id, image, args=[], env={}) -%}
[service.{{ id }}]
plugin = "generic_container"
image = {{ image | toml_encode }}
{% if args -%}
args = {{ args | toml_encode }}
{% endif -%}
{% for key, value in env -%}
env.{{ key }} = {{ value | toml_encode }}
{% endfor -%}
{% endmacro %}
{% macro scenario(name, service, cmd, expect_success=true) -%}
[[scenario]]
name = {{ name | toml_encode }}
service = {{ service | toml_encode }}
run = {{ cmd | toml_encode }}
expect_success = {{ expect_success }}
{% endmacro %}
{% macro span_exists(name) -%}
[[expect.span]]
name = {{ name | toml_encode }}
exists = true
{% endmacro %}
{% macro graph_relationship(parent, child, relationship="calls") -%}
[[expect.graph]]
parent = {{ parent | toml_encode }}
child = {{ child | toml_encode }}
relationship = {{ relationship | toml_encode }}
{% endmacro %}
{% macro temporal_ordering(before, after) -%}
[[expect.temporal]]
before = {{ before | toml_encode }}
after = {{ after | toml_encode }}
{% endmacro %}
{% macro error_propagation(source, target) -%}
[[expect.span]]
name = {{ source | toml_encode }}
attrs.all = { "error" = "true" }

[[expect.span]]
name = {{ target | toml_encode }}
attrs.all = { "error.source" = {{ source | toml_encode }} }
{% endmacro %}
{% macro service_interaction(client, server, method="POST") -%}
[[expect.graph]]
parent = {{ client | toml_encode }}
child = {{ server | toml_encode }}
attrs.all = { "http.method" = {{ method | toml_encode }} }
{% endmacro %}
{% macro attribute_validation(span, key, value) -%}
[[expect.span]]
name = {{ span | toml_encode }}
attrs.all = { {{ key | toml_encode }} = {{ value | as_str | toml_encode }} }
{% endmacro %}
{% macro resource_check(type, name) -%}
[[expect.resource]]
type = {{ type | toml_encode }}
name = {{ name | toml_encode }}
exists = true
{% endmacro %}
{% macro batch_validation(spans, condition) -%}
{% for span in spans -%}
[[expect.span]]
name = {{ span | toml_encode }}
{{ condition }}
{% if not loop.last %}
{% endif -%}
{% endfor -%}
{% endmacro %}
`;
