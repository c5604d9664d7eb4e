import { describe, expect, test } from 'vitest';
import { memoryHost } from '../host/index.ts';
import {
  contextOf,
  prdVariables,
  renderTemplate,
  resolveVariables,
  type Value,
  type VariableWatch,
  variablesFrom,
} from './index.ts';

const map = (entries: Record<string, Value>) => new Map(Object.entries(entries));

test('the command line wins over the environment, that over the file, that over the project, that over the default', () => {
  const sources = {
    prd: true,
    project: map({ svc: 'project', env: 'project', endpoint: 'project', image: 'project', own: 1n }),
    file: map({ svc: 'file', env: 'file', endpoint: 'file' }),
    env: (name: string) => ({ SERVICE_NAME: 'environment', ENV: 'environment' })[name],
    command: new Map([['svc', 'command']]),
  };
  expect(resolveVariables(sources)).toEqual(
    map({
      svc: 'command',
      env: 'environment',
      endpoint: 'file',
      image: 'project',
      own: 1n,
      exporter: 'otlp',
      freeze_clock: '2025-01-01T00:00:00Z',
      token: '',
    }),
  );
});

test('only clnrm files have the variables of the PRD, from the environment too', () => {
  expect(resolveVariables({ prd: false, env: () => 'x' })).toEqual(new Map());
  expect([...resolveVariables({ prd: true }).keys()]).toEqual(prdVariables.map(({ name }) => name));
});

test('a variable stands at the top and in vars; the namespaces are always there', () => {
  const context = contextOf(map({ a: 1n, matrix: 'hidden' }), { matrix: map({ os: 'linux' }) });
  expect(context.get('a')).toBe(1n);
  expect(context.get('vars')).toEqual(map({ a: 1n, matrix: 'hidden' }));
  expect(context.get('matrix')).toEqual(map({ os: 'linux' }));
  expect(context.get('otel')).toEqual(new Map());
});

test('plain data becomes values, with keys such as __proto__ as data', () => {
  const input = JSON.parse('{"a": [1, 1.5, null], "__proto__": {"x": true}}') as object;
  const values = variablesFrom(input);
  expect(values.get('a')).toEqual([1n, 1.5, null]);
  expect(values.get('__proto__')).toEqual(map({ x: true }));
  expect(variablesFrom([])).toEqual(new Map());
});

test('a text in place of a number or a boolean becomes one where it reads as one', () => {
  const file = map({ count: 3n, ratio: 0.5, debug: true, name: 'x' });
  const command = (values: Record<string, string>) => new Map(Object.entries(values));
  const resolve = (values: Record<string, string>) =>
    resolveVariables({ prd: false, file, command: command(values) });
  expect(resolve({ count: '-7', ratio: '1', debug: 'false', name: '5', other: '5' })).toEqual(
    map({ count: -7n, ratio: 1, debug: false, name: '5', other: '5' }),
  );
  expect(resolve({ count: '1.5' }).get('count')).toBe(1.5);
  expect(resolve({ count: 'many', debug: 'no' })).toEqual(
    map({ count: 'many', ratio: 0.5, debug: 'no', name: 'x' }),
  );
});

test('an environment variable that the project names is a variable, and wins over the file', () => {
  const env = (name: string) => ({ REGION: 'us', ENV: 'x' })[name];
  const file = map({ REGION: 'eu', ENV: 'file' });
  expect(resolveVariables({ prd: false, env, envNames: ['REGION', 'ZONE'], file })).toEqual(
    map({ REGION: 'us', ENV: 'file' }),
  );
});

describe('a watched context', () => {
  const watched = (text: string, withheld: readonly string[] = []) => {
    const asked = new Set<string>();
    const watch: VariableWatch = {
      asked: (namespace, name) => asked.add(`${namespace}.${name ?? '*'}`),
      withheld: { vars: new Set(withheld), matrix: new Set() },
    };
    const variables = contextOf(map({ a: 'A', b: 'B' }), { matrix: map({ os: 'linux' }) }, watch);
    const { text: rendered, diagnostics } = renderTemplate({
      file: 'a.njk',
      text,
      dialect: 'nunjucks',
      root: '/',
      host: memoryHost({}),
      allowedEnv: new Set(),
      variables,
    });
    return { asked: [...asked].sort(), rendered, messages: diagnostics.map(({ message }) => message) };
  };

  test('tells what is looked up, there or not', () => {
    expect(watched('{{ a }}{{ vars.b }}{{ matrix.os }}')).toEqual({
      asked: ['matrix.os', 'vars.a', 'vars.b'],
      rendered: 'ABlinux',
      messages: [],
    });
    expect(watched('{{ c | default("x") }}').asked).toEqual(['vars.c']);
    expect(watched('{% set a = 1 %}{{ a }}').asked).toEqual([]);
    expect(watched('{% for k, v in vars %}{{ k }}{% endfor %}').asked).toEqual(['vars.*']);
  });

  test('says nothing of what is withheld, and of nothing else', () => {
    expect(watched('{{ c }}{{ d }}', ['c']).messages).toEqual(['the variable `d` is not defined']);
    expect(watched('{{ vars.c }}', ['c'])).toMatchObject({ asked: ['vars.c'], messages: [] });
  });
});
