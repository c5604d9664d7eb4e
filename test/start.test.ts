import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { BIN, makeFolder } from './program.ts';

// What the starter does before, or without, the program.

let folder: { path: string; remove: () => void };
let bin = '';
beforeEach(() => {
  folder = makeFolder({ 'package.json': '{ "type": "module", "version": "1.2.3" }' });
  bin = join(folder.path, 'bin/spanwright.js');
  cpSync(dirname(BIN), dirname(bin), { recursive: true });
});
afterEach(() => folder.remove());

function call(program: string, args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  return { status, stdout, stderr };
}

test('--version is answered without the program', () => {
  expect(call(process.execPath, [bin, '--version'])).toEqual({ status: 0, stdout: '1.2.3\n', stderr: '' });
});

test.each(['run', 'validate'])(
  'a program that was never built is said so, with the way out: %s',
  (command) => {
    expect(call(process.execPath, [bin, command])).toEqual({
      status: 2,
      stdout: '',
      stderr:
        'error: spanwright is not built: dist is missing or incomplete\n  hint: run `npm run build` in its folder\n',
    });
  },
);

test('a plain file without faults is validated by one script, without what others need', () => {
  const fast = join(folder.path, 'dist/fast');
  for (const file of ['validate.cjs', 'validate.cjs.code']) {
    cpSync(join(dirname(BIN), '../dist/fast', file), join(fast, file));
  }
  const example = join(dirname(BIN), '../examples/quickstart/checkout.span.toml');
  expect(call(process.execPath, [bin, 'validate', example])).toEqual({
    status: 0,
    stdout: '1 file: 1 valid\n',
    stderr: '',
  });
});

test('a plain scenario is run by one script, without what others need', () => {
  const fast = join(folder.path, 'dist/fast');
  for (const file of ['run.cjs', 'run.cjs.code'])
    cpSync(join(dirname(BIN), '../dist/fast', file), join(fast, file));
  writeFileSync(
    join(folder.path, 'plain.span.toml'),
    '[meta]\nname = "plain"\n\n[[scenario]]\nname = "works"\nrun = "true"\n',
  );
  const { status, stderr } = call(process.execPath, [
    bin,
    'run',
    '--no-record',
    join(folder.path, 'plain.span.toml'),
  ]);
  expect([status, stderr]).toEqual([0, '']);
});

test('a Node that is too old is turned down with the version it should be', () => {
  // No old Node is at hand everywhere, so the starter is told of one.
  const disguise = `Object.defineProperty(process.versions, 'node', { value: '20.11.0' });`;
  const preload = `data:text/javascript,${encodeURIComponent(disguise)}`;
  const { status, stderr } = call(process.execPath, ['--import', preload, bin, '--version']);
  expect(status).toBe(2);
  expect(stderr).toContain('error: spanwright needs Node.js 22.22 or newer; this is 20.11.0 at ');
  expect(stderr).toContain('hint: install a newer Node.js');
});

test('the starter and package.json ask for the same Node', () => {
  const { engines } = JSON.parse(readFileSync('package.json', 'utf8'));
  const [, major, minor] = /const REQUIRED = \[(\d+), (\d+)\]/.exec(readFileSync(BIN, 'utf8')) ?? [];
  expect(engines.node).toBe(`>=${major}.${minor}`);
});
