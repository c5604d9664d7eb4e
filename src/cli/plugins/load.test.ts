import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { pluginsOf } from '../../scenario/index.ts';
import { loadPlugins } from './load.ts';

let dir = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'spanwright-plugin-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

/** What is found out about a plugin of that code. */
function load(code: string, { name = './plugin.mjs', parameters = {}, timeoutMs = 20_000 } = {}) {
  writeFileSync(join(dir, 'plugin.mjs'), code);
  const plugins = pluginsOf(new Map([['mine', { package: name, parameters }]]));
  const project = { path: join(dir, 'spanwright.toml'), dir, settings: new Map() };
  const loaded = loadPlugins(plugins, new Set(['mine']), { project, timeoutMs });
  return {
    preset: loaded.plugins.get('mine'),
    faults: loaded.diagnostics.map(({ code, message }) => `${code} ${message}`),
  };
}

const plugin = (preset: string) => `export default { about: 'mine', preset: (given) => (${preset}) };`;

test('a preset is made of the parameters, whatever is printed', () => {
  const { preset, faults } = load(
    `console.log('{}'); console.error('hello');\n${plugin('{ image: `broker:${given.version}`, ports: { http: 80 } }')}`,
    { parameters: { version: '4' } },
  );
  expect(faults).toEqual([]);
  expect(preset).toMatchObject({ about: 'mine', service: { image: 'broker:4', ports: { http: 80 } } });
  expect(preset?.code).toBeUndefined();
});

test('a package is looked for from the project file', () => {
  const folder = join(dir, 'node_modules/@example/broker');
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, 'package.json'),
    '{ "name": "@example/broker", "exports": { "import": "./main.mjs" } }',
  );
  writeFileSync(join(folder, 'main.mjs'), plugin('{ image: "broker" }'));
  const { preset, faults } = load('', { name: '@example/broker' });
  expect(faults).toEqual([]);
  expect(preset?.service.image).toBe('broker');
});

test('the environment of the runner is not seen', () => {
  const { preset } = load(plugin('{ image: `a${Object.keys(process.env).length}` }'));
  expect(preset?.service.image).toBe('a0');
});

test.each<[string, string, string]>([
  ['no plugin', 'export const a = 1;', 'its default export has no function `preset`'],
  ['text that is no program', 'export default {', 'Unexpected end of input'],
  [
    'a promise',
    plugin('Promise.resolve({ image: "a" })'),
    '`preset` is asynchronous; a preset is made at once',
  ],
  ['an end of the process', 'process.exit(7);', 'its process ended without a preset (exit code 7)'],
  ['a wait for nothing', 'await new Promise(() => {});', 'its process ended without a preset (exit code 13)'],
  ['no image', plugin('{ ports: { http: 80 } }'), 'it gives no image'],
  ['what JSON cannot hold', plugin('{ image: 1n }'), 'Do not know how to serialize a BigInt'],
  ['far too much', plugin('{ image: "a".repeat(1e6) }'), 'its preset is too large'],
  ['a stack', plugin('{ get image() { throw new Error("no\\n    at x (y.js)") } }'), 'no'],
])('%s is a diagnostic', (_, code, reason) => {
  const { preset, faults } = load(code);
  expect(faults).toEqual([`SW6305 the plugin "mine" cannot be had from ./plugin.mjs: ${reason}`]);
  expect(preset?.service.image).toBeUndefined();
});

test('one that never answers is ended', () => {
  const { faults } = load('for (;;);', { timeoutMs: 500 });
  expect(faults).toEqual([expect.stringContaining('it gave no preset within 500 ms')]);
});
