import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, expect, test } from 'vitest';

const depcruise = resolve('node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');

let root = '';
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** The rules that a source tree breaks, as `rule: from -> to`. */
async function violations(files: Record<string, string>): Promise<string[]> {
  root = mkdtempSync(join(tmpdir(), 'spanwright-imports-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  cpSync('.dependency-cruiser.mjs', join(root, '.dependency-cruiser.mjs'));
  const run = promisify(execFile);
  const args = [depcruise, '--config', '.dependency-cruiser.mjs', '--output-type', 'json', 'src'];
  const { stdout } = await run(process.execPath, args, { cwd: root });
  const { summary } = JSON.parse(stdout) as {
    summary: { violations: { rule: { name: string }; from: string; to: string }[] };
  };
  return summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`).sort();
}

const clean = {
  'src/diagnostic/index.ts': `export type { Place } from './place.ts';`,
  'src/diagnostic/place.ts': 'export interface Place { readonly line: number }',
  'src/telemetry/index.ts': `import { createServer } from 'node:http'; export const listen = createServer;`,
  'src/trace/index.ts': `import { hash } from 'node:crypto'; import type { Place } from '../diagnostic/index.ts';
    export const place = (line: number): Place & { digest: string } => ({ line, digest: hash('sha256', 'x') });`,
  'src/trace/trace.test.ts': `import { readFileSync } from 'node:fs'; export const fixture = readFileSync;`,
};

test('a tree that keeps the table breaks no rule', async () => {
  expect(await violations(clean)).toEqual([]);
});

test('each rule sees its planted violation', async () => {
  const planted = {
    ...clean,
    'src/diagnostic/upwards.ts': `import type { place } from '../trace/index.ts'; export type P = typeof place;`,
    'src/trace/inside.ts': `import type { Place } from '../diagnostic/place.ts'; export type P = Place;`,
    'src/trace/machine.ts': `import { connect } from 'node:net'; export const dial = connect;`,
    'src/trace/lazy.ts': `export const http = () => process.getBuiltinModule('node:http');`,
    'src/trace/later.ts': `export const fs = () => import('node:fs/promises');`,
    'src/trace/round.ts': `import type { A } from './about.ts'; export type B = A;`,
    'src/trace/about.ts': `import type { B } from './round.ts'; export type A = B;`,
    'src/trace/fixture.ts': `export { fixture } from './trace.test.ts';`,
    'src/trace/lost.ts': `export * from './nowhere.ts';`,
    'src/trace/package.ts': `export * from 'left-pad';`,
    'src/misc/index.ts': 'export const x = 1;',
    'src/cli/main.ts': `export { x } from '../misc/index.ts';`,
  };
  expect(await violations(planted)).toEqual([
    'no-cycle: src/trace/about.ts -> src/trace/round.ts',
    'no-io: src/trace/later.ts -> fs/promises',
    'no-io: src/trace/lazy.ts -> http',
    'no-io: src/trace/machine.ts -> net',
    'not-from-tests: src/trace/fixture.ts -> src/trace/trace.test.ts',
    'only-through-index: src/trace/inside.ts -> src/diagnostic/place.ts',
    'order-diagnostic: src/diagnostic/upwards.ts -> src/trace/index.ts',
    'unlisted-folder: src/cli/main.ts -> src/misc/index.ts',
    'unresolvable: src/trace/lost.ts -> ./nowhere.ts',
    'unresolvable: src/trace/package.ts -> left-pad',
  ]);
});
