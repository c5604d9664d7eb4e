import { describe, expect, it } from 'vitest';
import { memoryHost } from '../host/index.ts';
import { loadRendered } from './load-template.ts';

const clnrm = `{# every line below is a template #}
[vars]
who = "Ada"

[test.metadata]
name = "{{ who | lower }}"

{% for word in ["hello", "bye"] %}
[[steps]]
name = "{{ word }}"
command = ["echo", "{{ word }} {{ vars.who }}"]
expected_output_regex = "^{{ word }}"
{% endfor %}
`;

function load(file: string, content: string, files: Readonly<Record<string, string>> = {}) {
  const host = memoryHost({ files, env: { USER: 'someone', TOKEN: 'secret' } });
  const surroundings = { host, root: '/project', allowedEnv: new Set(['USER']) };
  const set = loadRendered({ file, dir: '/project', content }, surroundings);
  return { ...set, loaded: set.files[0] };
}

describe('a template', () => {
  it("is rendered with the file's own variables, and loads like any other file", () => {
    const { loaded, diagnostics } = load('greet.clnrm.toml', clnrm);
    expect(diagnostics).toEqual([]);
    expect(loaded?.dialect).toBe('clnrm');
    expect(loaded?.model.meta.name).toBe('ada');
    expect(loaded?.model.scenario[0]?.steps.map((step) => step.command)).toEqual([
      ['echo', 'hello Ada'],
      ['echo', 'bye Ada'],
    ]);
  });

  it('has places in the template, through loops', () => {
    const { loaded } = load('greet.clnrm.toml', clnrm);
    const second = loaded?.locate(['scenario', 0, 'steps', 1, 'command']);
    expect(second).toMatchObject({ file: 'greet.clnrm.toml', line: 11, column: 11 });
  });

  it('reports what is wrong with the rendered file at the line of the template', () => {
    const { loaded, diagnostics } = load('greet.clnrm.toml', clnrm.replace('command = [', 'comand = ['));
    expect(loaded).toBeUndefined();
    expect(diagnostics.map(({ place }) => place?.line)).toContain(11);
  });

  it('reports an undefined variable where it stands', () => {
    const { diagnostics } = load('greet.clnrm.toml', clnrm.replace('vars.who', 'vars.whom'));
    expect(diagnostics[0]).toMatchObject({
      severity: 'error',
      place: { line: 11, file: 'greet.clnrm.toml' },
    });
  });

  it.each(['a.span.toml.njk', 'a.span.toml.j2', 'a.span.toml.tera'])('%s is native', (file) => {
    const text = '[meta]\nname = "{{ "a" | upper }}"\n[[scenario]]\nname = "one"\nrun = "true"\n';
    const { loaded, diagnostics } = load(file, text);
    expect(diagnostics).toEqual([]);
    expect([loaded?.dialect, loaded?.model.meta.name]).toEqual(['native', 'A']);
  });

  it('includes files of the project, and none from outside', () => {
    const text = '[meta]\nname = "a"\nversion = "1.0.0"\n{% include "steps.toml" %}';
    const steps = '[[steps]]\nname = "one"\ncommand = ["true"]\n';
    const inside = load('a.clnrm.toml', text, { '/project/steps.toml': steps });
    expect(inside.loaded?.model.scenario[0]?.steps).toHaveLength(1);
    const outside = load('a.clnrm.toml', text.replace('steps.toml', '../steps.toml'), {
      '/steps.toml': steps,
    });
    expect(outside.diagnostics[0]?.severity).toBe('error');
  });

  it('sees the environment variables that are allowed, and no other', () => {
    const text = (name: string) =>
      `[meta]\nname = "{{ env(name="${name}") }}"\nversion = "1"\n[[steps]]\nname = "one"\ncommand = ["true"]\n`;
    expect(load('a.clnrm.toml', text('USER')).loaded?.model.meta.name).toBe('someone');
    expect(load('a.clnrm.toml', text('TOKEN')).loaded).toBeUndefined();
  });
});

it('a file that is no template is loaded as it is', () => {
  const { loaded } = load(
    'a.span.toml',
    '[meta]\nname = "{{ a }}"\n[[scenario]]\nname = "one"\nrun = "true"\n',
  );
  expect(loaded?.model.meta.name).toBe('{{ a }}');
});
