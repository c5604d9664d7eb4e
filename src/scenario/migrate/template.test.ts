import { describe, expect, test } from 'vitest';
import { memoryHost } from '../../host/index.ts';
import { loadRendered } from '../load-template.ts';
import { migrateScenario, nativeNameOf } from './index.ts';

const files = { '/project/words.tera': '{% macro shout(word) %}{{ word | upper }}{% endmacro %}' };
const surroundings = {
  host: memoryHost({ files, cwd: '/project', env: { HOME: '/home/ada', SERVICE_NAME: 'shop' } }),
  root: '/project',
  allowedEnv: new Set(['HOME', 'SERVICE_NAME']),
};

function migrate(text: string, file = 'old.clnrm.toml') {
  const { text: native, diagnostics } = migrateScenario(text, { file, surroundings });
  if (native !== undefined) {
    const again = loadRendered(
      { file: nativeNameOf(file, text), dir: '/project', content: native },
      surroundings,
    );
    expect(again.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(migrateScenario(native, { file: nativeNameOf(file, text), surroundings }).text).toBe(native);
  }
  const notes = diagnostics.map(
    ({ code, severity, place }) => `${code} ${severity} ${place?.line}:${place?.column}`,
  );
  return { text: native, notes, diagnostics };
}

test('values keep their tags as they are written, wherever they stand now', () => {
  const { text, notes } = migrate(`# Orders
{% import "words.tera" as words %}
{% set greeting = "hi" %}
{# who #}
[test.metadata]
name = "orders {{ env(name="HOME") }}" # all of them
timeout = "{{ seconds }}s"

[vars]
seconds = 60
pattern = '\\d+'

# runs {{ svc }}
[services.api]
image = '{{ image }}'
ports = [{{ 8000 + 80 }}]

{# the only one #}
[[steps]]
name = "{{ words::shout(word=greeting) }}" {# loud #}
command = ["echo", "{{ greeting }}", '{% if svc == "x" %}a{% else %}b{% endif %}']
expected_exit_code = {{ 1 - 1 }}
expected_output_regex = '{{ pattern }}' # by hand
`);
  expect(text).toBe(`# Orders
{% import "words.tera" as words %}
{% set greeting = "hi" %}
{# who #}

[meta]
name = "orders {{ env(name="HOME") }}" # all of them

# runs {{ svc }}
[service.api]
plugin = "container"
image = '{{ image }}'

[service.api.ports]
8080 = {{ 8000 + 80 }}

[[scenario]]
name = "orders {{ env(name="HOME") }}"
timeout = "{{ seconds }}s"

{# the only one #}
[[scenario.steps]]
name = "{{ words::shout(word=greeting) }}" {# loud #}
command = ["echo", "{{ greeting }}", '{% if svc == "x" %}a{% else %}b{% endif %}']

[scenario.steps.expect]
exit_code = {{ 1 - 1 }}

[scenario.steps.expect.stdout]
matches = '{{ pattern }}' # by hand

[vars]
svc = "clnrm"
image = "registry/clnrm:1.0.0"
seconds = 60
pattern = '\\d+'
`);
  expect(notes).toEqual(['SW0019 warning 1:1', 'SW0019 info 14:1']);
});

test('each combination of a matrix is the same after', () => {
  const { text } = migrate(`[test.metadata]
name = "on {{ matrix.os }}"
[matrix]
os = ["linux", "mac"]
[[steps]]
name = "say"
command = ["echo", "{{ matrix.os }}"]
`);
  expect(text).toContain('name = "on {{ matrix.os }}"');
  const content = text ?? '';
  const { files: loaded } = loadRendered({ file: 'a.span.toml.tera', dir: '/', content }, surroundings);
  expect(loaded.map(({ model }) => model.scenario[0]?.steps[0]?.command)).toEqual([
    ['echo', 'linux'],
    ['echo', 'mac'],
  ]);
});

const head = '[test.metadata]\nname = "a"\n';
const say = '[[steps]]\nname = "say"\ncommand = ["echo"]\n';

describe('what is made at random or by the clock', () => {
  test.each(['fake_name()', 'uuid_v4()', 'now_rfc3339()'])('%s stays a call', (call) => {
    const { text } = migrate(`[test.metadata]\nname = "{{ ${call} }}"\n${say}`);
    expect(text).toContain(`name = "{{ ${call} }}"`);
  });
});

describe('tags that are in the way', () => {
  test.each([
    ['a loop', `${head}{% for i in [1] %}\n${say}{% endfor %}\n`, ['SW0020 error 3:1']],
    ['a branch', `${head}${say}{% if svc %}workdir = "x"{% endif %}\n`, ['SW0020 error 6:1']],
    ['a key', `${head}[services.{{ svc }}]\nimage = "a"\n${say}`, ['SW0020 error 3:11']],
    ['a variable between tables', `${head}{% set x = 1 %}\n${say}`, ['SW0020 error 3:1']],
    ['a key with a value', `${head}${say}env.{{ svc }} = "a"\n`, ['SW0020 error 6:5']],
    [
      'a table',
      `{% import "_macros.toml.tera" as m %}\n${head}${say}{{ m::span(name="x") }}\n`,
      ['SW0020 error 7:1'],
    ],
    [
      'a list',
      `${head}[[steps]]\nname = "b"\ncommand = {{ toml_encode(value=["a", "b"]) }}\n`,
      ['SW0020 error 5:11'],
    ],
    [
      'a number that becomes a text',
      `${head}[[scenario]]\nname = "b"\nrun = "c"\ntimeout_ms = {{ 100 }}\n`,
      ['SW0020 error 6:14'],
    ],
  ])('%s', (_, text, expected) => {
    const { text: native, notes } = migrate(text);
    expect(native).toBeUndefined();
    expect(notes.filter((note) => note.startsWith('SW0020'))).toEqual(expected);
  });

  test('all are shown', () => {
    const { diagnostics } = migrate(`${head}{% for i in [1] %}\n${say}{% endfor %}\n`);
    expect(diagnostics).toMatchObject([
      {
        message:
          '2 tags, the first here, would make keys or tables, and migration carries over tags in values only',
        related: [{ place: { line: 7, column: 1 } }],
      },
    ]);
  });
});

test('a tag in a key without effect is named', () => {
  const { notes } = migrate(`${head}author = "{{ svc }}"\nnothing = "{{ svc }}"\n${say}`);
  expect(notes.filter((note) => note.startsWith('SW0019 warning'))).toEqual([
    'SW0019 warning 1:1',
    'SW0019 warning 3:10',
    'SW0019 warning 4:11',
  ]);
});

test('what does not render is said as elsewhere', () => {
  expect(migrate(`${head.replace('"a"', '"{{ nothing }}"')}${say}`)).toMatchObject({
    text: undefined,
    notes: ['SW1106 error 2:12'],
  });
});

test('errors of the rendered file stand where the template made them', () => {
  expect(migrate(`${head}${say}workdir = {{ 1 }}\n`)).toMatchObject({
    text: undefined,
    notes: ['SW3002 error 6:11'],
  });
});

test('a native template comes back as it is', () => {
  const text = '[meta]\nname="{{ "a" }}"\n[[scenario]]\nname="b"\nrun="true"\n';
  expect(migrate(text, 'a.span.toml.tera')).toEqual({ text, notes: [], diagnostics: [] });
});

test('without surroundings a template is refused', () => {
  expect(migrateScenario('name = "{{ x }}"', { file: 'a.clnrm.toml' }).diagnostics).toMatchObject([
    { code: 'SW1001' },
  ]);
});

test.each([
  ['a/orders.clnrm.toml', '', 'a/orders.span.toml'],
  ['orders.toml', '', 'orders.span.toml'],
  ['orders.clnrm.toml', '{{ x }}', 'orders.span.toml.tera'],
  ['orders.clnrm.toml.tera', '', 'orders.span.toml.tera'],
  ['orders.clnrm.toml.njk', '', 'orders.span.toml.njk'],
  ['orders.toml.tera', '', 'orders.span.toml.tera'],
])('%s with %j becomes %s', (file, text, native) => {
  expect(nativeNameOf(file, text)).toBe(native);
});
