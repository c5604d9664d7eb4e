import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectPlayed, readPage } from './page.ts';
import { makeFolder } from './program.ts';

// The examples of docs/api.md, held against the built package: they are correct TypeScript by the types that it ships, in
// a project that takes nothing on trust, and print what the page says.

const root = resolve(import.meta.dirname, '..');
const page = readPage('docs/api.md');

beforeAll(() => {
  if (!existsSync('dist/index.js'))
    throw new Error('this is about the built program: run `npm run build` first');
});

/** The package as it is published, away from what it was made of, and the types of Node. */
function addPackage(folder: string): void {
  mkdirSync(join(folder, 'node_modules/@types'), { recursive: true });
  for (const part of ['bin', 'dist', 'package.json'])
    cpSync(join(root, part), join(folder, 'node_modules/spanwright', part), { recursive: true });
  for (const name of ['@types/node', 'undici-types'])
    symlinkSync(join(root, 'node_modules', name), join(folder, 'node_modules', name));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }\n');
}

test('the examples print what the page says', { timeout: 60_000 }, async () => {
  expect(page.blocks.length).toBeGreaterThanOrEqual(4);
  await expectPlayed(page, addPackage);
});

test('every example is run', () => {
  const examples = [...page.files.keys()].filter((name) => name.endsWith('.ts'));
  expect(page.text.match(/^```ts$/gm)).toHaveLength(examples.length);
  for (const name of examples)
    expect(
      page.blocks.some((block) => block.startsWith(`$ node ${name}`)),
      name,
    ).toBe(true);
});

const project = makeFolder(Object.fromEntries(page.files));
afterAll(project.remove);

test('the examples are correct by the types of the package', { timeout: 120_000 }, async () => {
  addPackage(project.path);
  rmSync(join(project.path, 'trace.json'));
  const compilerOptions = {
    module: 'nodenext',
    target: 'es2024',
    types: ['node'],
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    skipLibCheck: false,
    noEmit: true,
  };
  writeFileSync(join(project.path, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.ts'] }));
  const compiler = join(root, 'node_modules/ts7/bin/tsc');
  const compiled = await promisify(execFile)(process.execPath, [compiler, '-p', project.path]).catch(
    (error) => error,
  );
  expect(compiled.stdout).toBe('');
});
