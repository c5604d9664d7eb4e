import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { sha256 } from '../digest/index.ts';
import { memoryHost, realHost } from '../host/index.ts';
import {
  contextOf,
  isTemplateText,
  parseTemplate,
  type RenderInput,
  renderTemplate,
  type SyntaxTree,
} from './index.ts';

function render(text: string, rest: Partial<RenderInput> & { files?: Record<string, string> } = {}) {
  const { files = {}, ...input } = rest;
  return renderTemplate({
    file: 'tests/main.tera',
    text,
    dialect: 'tera',
    root: '/project',
    host: memoryHost({ files, env: { HOME: '/home/user', SECRET: 'x' } }),
    variables: contextOf(new Map([['svc', 'api']])),
    allowedEnv: new Set(['HOME', 'UNSET']),
    ...input,
  });
}

describe('files', () => {
  test('are looked for beside the template, then in the root', () => {
    const files = { '/project/tests/a.tera': 'beside', '/project/a.tera': 'root', '/project/b.tera': 'root' };
    expect(render('{% include "a.tera" %} {% include "b.tera" %}', { files }).text).toBe('beside root');
  });

  test('are dependencies, also those that are not there yet', () => {
    const { dependencies } = render('{% include "b.tera" %}{% include "none" ignore missing %}', {
      files: { '/project/b.tera': 'text' },
    });
    expect(dependencies).toEqual([
      { file: '/project/b.tera', digest: sha256('text') },
      { file: '/project/none', digest: undefined },
      { file: '/project/tests/b.tera', digest: undefined },
      { file: '/project/tests/none', digest: undefined },
    ]);
  });

  test('may be links inside of the root, and not out of it', () => {
    const base = mkdtempSync(join(tmpdir(), 'spanwright-render-'));
    const root = join(base, 'project');
    mkdirSync(root);
    writeFileSync(join(root, 'real.tera'), 'inside');
    writeFileSync(join(base, 'secret'), 'outside');
    symlinkSync(join(root, 'real.tera'), join(root, 'link.tera'));
    symlinkSync(join(base, 'secret'), join(root, 'leak.tera'));
    const host = realHost();
    const file = join(root, 'main.tera');
    expect(render('{% include "link.tera" %}', { file, root, host }).text).toBe('inside');
    expect(render('{% include "leak.tera" %}', { file, root, host }).diagnostics).toMatchObject([
      { code: 'SW1118', place: { file, line: 1, column: 12 } },
    ]);
    rmSync(base, { recursive: true });
  });

  test('are named as the template is: absolute, or from the working directory', () => {
    const files = { '/project/tests/a.tera': '{{ nothing }}' };
    const named = (file: string) =>
      render('{% include "a.tera" %}', { files, file }).diagnostics[0]?.place?.file;
    expect(named('tests/main.tera')).toBe('tests/a.tera');
    expect(named('/project/tests/main.tera')).toBe('/project/tests/a.tera');
  });

  test('keep their own dialect', () => {
    const files = { '/project/n.njk': '{{ "a" if svc == "api" else "b" }}{{ [1, 2] }}' };
    expect(render('{{ [1, 2] }}{% include "n.njk" %}', { files }).text).toBe('[1, 2]a1,2');
  });

  test('that cannot be read are reported at their own place', () => {
    const { diagnostics } = render('\n{% include "bad.tera" %}', {
      files: { '/project/bad.tera': 'x\n {% if %}' },
    });
    expect(diagnostics).toMatchObject([
      {
        code: 'SW1101',
        place: { file: 'bad.tera', line: 2, column: 8 },
        related: [{ place: { file: 'tests/main.tera', line: 2, column: 12 } }],
      },
    ]);
  });
});

describe('what a text depends on', () => {
  test('nothing', () => {
    expect(render('{{ svc }}').uses).toEqual({ clock: false, random: false, env: [] });
  });

  test('the clock, chance and the environment', () => {
    const text =
      '{{ now_unix() }}{{ uuid_v4() }}{{ env(name="HOME") }}{{ env(name="SECRET") | default(value="-") }}';
    const { text: output, uses } = render(text);
    expect(uses).toEqual({ clock: true, random: true, env: ['HOME', 'SECRET'] });
    expect(output).toMatch(/^1750000000[0-9a-f-]{36}\/home\/user-$/);
  });

  test('not on the clock or chance where they are fixed', () => {
    const text =
      '{{ now_rfc3339() }} {{ now(timestamp=true) }} {{ uuid_v4() }} {{ fake_name() }} {{ get_random(end=9) }}';
    const determinism = { seed: 42n, freezeClock: '2025-01-01T00:00:00Z' };
    const first = render(text, { determinism });
    expect(first.uses).toEqual({ clock: false, random: false, env: [] });
    expect(first.text).toMatch(/^2025-01-01T00:00:00Z 1735689600 /);
    expect(render(text, { determinism }).text).toBe(first.text);
    expect(render(text, { determinism: { ...determinism, seed: 43n } }).text).not.toBe(first.text);
  });
});

describe('faults', () => {
  test('in several tags are all reported', () => {
    const { diagnostics } = render(
      '{{ one }}\n{{ two }}{% if svc > 1 %}{% endif %}\n{% for x in three %}{% endfor %}',
    );
    const places = diagnostics.map(({ code, place }) => `${code} ${place?.line}:${place?.column}`);
    expect(places).toEqual(['SW1106 1:4', 'SW1106 2:4', 'SW1115 2:20', 'SW1106 3:13']);
  });

  test('are reported once, however often a loop meets them', () => {
    expect(render('{% for i in range(end=9) %}{{ nothing }}{% endfor %}').diagnostics).toHaveLength(1);
  });

  test('of a variable are not repeated where it is used', () => {
    const { diagnostics } = render('{% set x = nothing %}{{ x }}{{ x ~ 1 }}{% set y = x %}{{ y }}');
    expect(diagnostics.map(({ message }) => message)).toEqual(['the variable `nothing` is not defined']);
  });

  test('stop at some number of them', () => {
    const text = Array.from({ length: 90 }, (_, at) => `{{ v${at}x }}`).join('');
    expect(render(text).diagnostics).toHaveLength(50);
  });
});

describe('notes', () => {
  const codes = (text: string) => render(text).diagnostics.map(({ code, severity }) => `${code} ${severity}`);

  test('stand at what is not portable, and let the text through', () => {
    const text =
      '# c\n{% import "_macros.toml.tera" as m %}{{ m::span("x", attrs={"a": [[1]]}) }}${#x}{{ "a" | sha256 }}';
    expect(codes(text)).toEqual([
      'SW1303 info',
      'SW1301 info',
      'SW1302 info',
      'SW1302 info',
      'SW1305 info',
      'SW1306 info',
    ]);
    expect(render(text).text).toMatch(
      /^# c\n\[\[expect\.span\]\]\nname = "x"\nattrs\.all = \{ a = \[\[1\]\] \}\n/,
    );
  });

  test('are dropped beyond some number, and never stop a rendering', () => {
    const call = '{% import "_macros.toml.tera" as m %}{{ m::span("x") }}';
    const { text, diagnostics } = render(call + '{{ m::span("y") }}'.repeat(80));
    expect(diagnostics).toHaveLength(50);
    expect(text?.split('name = "y"')).toHaveLength(81);
  });

  test('are not made of what the built-in library does', () => {
    expect(codes('{% import "_macros.toml.tera" as m %}{{ m::span(name="x") }}')).toEqual([]);
  });
});

test('a parsed tree serves any number of renderings', () => {
  const text = '{% for i in range(end=2) %}{{ i }}{% include "b.tera" %}{% endfor %}';
  const files = { '/project/b.tera': '{{ svc }}' };
  const trees = new Map<string, SyntaxTree>();
  const once = render(text, { files, trees });
  expect(trees.size).toBe(2);
  for (const tree of trees.values()) freeze(tree.nodes);
  expect(render(text, { files, trees }).text).toBe(once.text);
  expect(trees.size).toBe(2);
});

/** What is kept in a cache must not change when it is used. */
function freeze(value: unknown): void {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return;
  Object.freeze(value);
  for (const inner of Object.values(value)) freeze(inner);
}

test('a template that cannot be parsed gives its place', () => {
  expect(parseTemplate({ file: 'a', text: '\n {{', dialect: 'tera' })).toMatchObject({
    diagnostics: [{ code: 'SW1103', place: { file: 'a', line: 2, column: 2, length: 2 } }],
  });
});

test.each([
  ['name = "x"', false],
  ['{{ x }}', true],
  ['{% if %}', true],
  ['# {# c', true],
  ['${HOME} { { } }', false],
])('%j is a template: %s', (text, expected) => {
  expect(isTemplateText(text)).toBe(expected);
});
