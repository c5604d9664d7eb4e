import { expect, test } from 'vitest';
import { memoryHost } from '../../host/index.ts';
import { loadRendered } from '../../scenario/index.ts';
import { createPlan } from '../create.ts';
import { createGraph, type GraphFile } from './create.ts';
import { draftModel } from './draft.ts';

const host = memoryHost({ cwd: '/p' });

function filesOf(file: string, content: string): readonly GraphFile[] {
  const set = loadRendered({ file, dir: '/p', content }, { host, root: '/p', allowedEnv: new Set() });
  if (set.files.length > 0) return set.files;
  const model = draftModel({ file, content }, set.diagnostics);
  return model ? [{ file, combination: undefined, model }] : [];
}

/** Edges as lines; ids without their file. */
function linesOf(files: readonly GraphFile[]): string[] {
  const { edges } = createGraph({ files, uses: [] });
  const short = (id: string) => id.replace(/:[^:]*::/, ' ');
  return edges.map(({ from, to, kind, label, isInCycle }) =>
    [short(from), label ?? '', kind, short(to), isInCycle ? '(cycle)' : ''].filter(Boolean).join(' '),
  );
}

const shop = `
[meta]
name = "shop"
[service.api]
command = "api"
depends_on = ["db"]
[service.db]
command = "db"
[[scenario]]
name = "prepare"
services = ["db"]
run = "true"
[[scenario]]
name = "buys"
depends_on = ["prepare"]
service = "api"
steps = [{ name = "order", command = "order" }, { command = "look", service = "db" }]
`;

test('scenarios lead to what they depend on, to the services they start, and by their steps to where these run', () => {
  expect(linesOf(filesOf('shop.span.toml', shop))).toEqual([
    'scenario prepare starts service db',
    'scenario buys depends-on scenario prepare',
    'scenario buys starts service api',
    'scenario buys starts service db',
    'scenario buys order runs-in service api',
    'scenario buys step 2 runs-in service db',
    'service api depends-on service db',
  ]);
});

test('two files with the same names share nothing', () => {
  const { nodes } = createGraph({
    files: [...filesOf('a.span.toml', shop), ...filesOf('b.span.toml', shop)],
    uses: [],
  });
  expect(nodes).toHaveLength(10);
  expect(new Set(nodes.map(({ id }) => id)).size).toBe(10);
});

test('references that lead in a circle or nowhere are drawn, whatever validate says of them', () => {
  const text = shop.replace('command = "db"', 'command = "db"\ndepends_on = ["api", "mail"]');
  expect(linesOf(filesOf('shop.span.toml', text)).filter((line) => line.startsWith('service'))).toEqual([
    'service api depends-on service db (cycle)',
    'service db depends-on service api (cycle)',
    'service db depends-on service mail',
  ]);
  const { nodes, cycles } = createGraph({ files: filesOf('shop.span.toml', text), uses: [] });
  expect(nodes.filter(({ isMissing }) => isMissing).map(({ name }) => name)).toEqual(['mail']);
  expect(cycles.map((cycle) => cycle.map((id) => id.split('::')[1]))).toEqual([['api', 'db', 'api']]);
});

test('a file with any other error is not drawn', () => {
  expect(filesOf('shop.span.toml', `${shop}tmieout = 1\nservices = ["mail"]`)).toEqual([]);
  expect(filesOf('shop.clnrm.toml', shop.replace('"shop"', '"{{ 1 + }}"'))).toEqual([]);
});

test('combinations share the services of their file, and are called as in a plan', () => {
  const text = `${shop}[matrix]\nregion = ["eu", "us east"]\n[otel]\nresources = { r = "{{ matrix.region }}" }\n`;
  const input = { file: 'shop.span.toml.njk', dir: '/p', content: text };
  const { files } = loadRendered(input, { host, root: '/p', allowedEnv: new Set() });
  const { nodes } = createGraph({ files, uses: [] });
  expect(nodes.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
    'file shop.span.toml.njk',
    'scenario prepare[region=eu]',
    'scenario buys[region=eu]',
    'scenario prepare[region="us east"]',
    'scenario buys[region="us east"]',
    'service api',
    'service db',
  ]);
  const { scenarios } = createPlan({ files, selection: { only: [], tags: [] } });
  expect(nodes.flatMap(({ id, kind }) => (kind === 'scenario' ? [id] : [])).sort()).toEqual(
    scenarios.map(({ id }) => `scenario:${id}`).sort(),
  );
});

test('names of JavaScript are names like any other', () => {
  const text = shop.replaceAll('"db"', '"__proto__"').replace('[service.db]', '[service.__proto__]');
  expect(linesOf(filesOf('shop.span.toml', text))).toContain('service api depends-on service __proto__');
});
