import { expect, test } from 'vitest';
import { contextOf, prdVariables, resolveVariables, type Value, variablesFrom } from './index.ts';

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
