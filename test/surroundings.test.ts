import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readRunRecord } from '../src/event/index.ts';
import { BIN, makeFolder, start } from './program.ts';

// What the program does when the world around it is not as it should be.

const SCENARIO = `
[meta]
name = "a"

[[scenario]]
name = "fine"
run = "true"
`;

let folder: { path: string; remove: () => void };
beforeEach(() => {
  folder = makeFolder({ 'a.span.toml': SCENARIO });
});
afterEach(() => folder.remove());

test('a reader that goes away changes neither the verdict nor the exit code', async () => {
  const program = start(['run', '--reporter', 'json:out.json', '--reporter', 'human'], folder.path);
  program.child.stdout.destroy();
  expect(await program.ended).toMatchObject({ code: 0, stderr: '' });
  expect(readRunRecord(readFileSync(join(folder.path, 'out.json'), 'utf8'), 'out.json')).toMatchObject({
    scenarios: [{ verdict: 'passed' }],
  });
});

test('a disk that is full under standard output is said so, and is never green', {
  skip: !existsSync('/dev/full'),
}, () => {
  const line = `'${process.execPath}' '${BIN}' run > /dev/full`;
  const { status, stderr } = spawnSync('sh', ['-c', line], { cwd: folder.path, encoding: 'utf8' });
  expect(status).toBe(3);
  expect(stderr).toMatch(/^error\[SW0016\]: standard output cannot be written: no space left on device/);
});

test('the version bears what takes the output', { skip: !existsSync('/dev/full') }, () => {
  const line = `'${process.execPath}' '${BIN}' --version > /dev/full`;
  const { status, stderr } = spawnSync('sh', ['-c', line], { encoding: 'utf8' });
  expect(status).toBe(3);
  expect(stderr).toMatch(/^error\[SW0016\]: standard output cannot be written: /);
});

test('a working directory that was removed is said so', () => {
  const line = `mkdir gone && cd gone && rmdir ../gone && '${process.execPath}' '${BIN}' config`;
  const { status, stderr } = spawnSync('sh', ['-c', line], { cwd: folder.path, encoding: 'utf8' });
  expect(status).toBe(2);
  expect(stderr).toMatch(/^error\[SW0010\]: the working directory does not exist any more\n {2}hint: /);
});

test('a run record that cannot be kept is a warning and no more', () => {
  execFileSync('touch', ['.spanwright'], { cwd: folder.path });
  const { status, stderr } = spawnSync(process.execPath, [BIN, 'run'], {
    cwd: folder.path,
    encoding: 'utf8',
  });
  expect(status).toBe(0);
  expect(stderr).toMatch(/^warning\[SW0018\]: the record of this run was not kept in /);
});

test.for([
  [{}, false],
  [{ FORCE_COLOR: '1' }, true],
  [{ FORCE_COLOR: '1', SPANWRIGHT_COLOR: '0' }, false],
  [{ SPANWRIGHT_COLOR: '1', NO_COLOR: '1' }, true],
] as const)('with %o output is coloured: %o', ([env, colored]) => {
  const { stdout } = spawnSync(process.execPath, [BIN, 'run'], {
    cwd: folder.path,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, ...env },
  });
  expect(stdout.includes('\u001b[')).toBe(colored);
});
