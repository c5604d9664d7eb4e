import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { BIN, makeFolder } from './program.ts';

// Spanwright tries itself with scenarios of its own, and finds itself broken where it is.

beforeAll(() => {
  if (!existsSync('dist/cli.js')) throw new Error('this runs the built program: run `npm run build` first');
});

let folder: ReturnType<typeof makeFolder>;

beforeEach(() => {
  folder = makeFolder({ 'temp/.keep': '' });
});
afterEach(() => folder.remove());

/** No engine: what there is on the machine must not decide. */
function call(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const { PATH = '' } = process.env;
  const temp = join(folder.path, 'temp');
  return spawnSync(process.execPath, [BIN, ...args], {
    cwd: folder.path,
    encoding: 'utf8',
    env: { PATH, HOME: folder.path, TMPDIR: temp, DOCKER_HOST: 'unix:///nonexistent/engine.sock', ...env },
  });
}

test('all of it passes in an empty folder, and leaves nothing', { timeout: 180_000 }, () => {
  const { status, stdout, stderr } = call(['self-test', '--jobs', '2']);
  expect(stderr).toBe('');
  expect(stdout).toMatch(/^container {2}skipped: .*nonexistent/m);
  expect(stdout).toMatch(/^controls {3}\d+ came out as failed, as they must$/m);
  const [, passed, all] = /^(\d+) passed \((\d+) scenarios\)/m.exec(stdout) ?? [];
  expect(passed).toBe(all);
  expect(Number(passed)).toBeGreaterThan(40);
  expect(status).toBe(0);
  expect(readdirSync(folder.path)).toEqual(['temp']);
  expect(readdirSync(join(folder.path, 'temp'))).toEqual(['.keep']);
});

describe('broken on purpose it is red', { timeout: 60_000 }, () => {
  test.each([
    { part: 'receiver', found: '0 spans collected' },
    { part: 'process', found: '0 passed, 5 did not pass' },
    { part: 'evaluator', found: 'expect.span: it came out as passed' },
  ])('$part', ({ part, found }) => {
    const { status, stdout } = call(['self-test', 'plugins'], { SPANWRIGHT_BREAK: part });
    expect(stdout).toContain(found);
    expect(status).toBe(1);
    expect(readdirSync(join(folder.path, 'temp'))).toEqual(['.keep']);
  });

  test('a part that does not exist is not taken for one', () => {
    const { status, stderr } = call(['self-test', 'plugins'], { SPANWRIGHT_BREAK: 'reciever' });
    expect(stderr).toContain('did you mean "receiver"?');
    expect(status).toBe(2);
  });

  test('no other command knows of it', () => {
    const attack =
      '[meta]\nname = "a"\n[[scenario]]\nname = "x"\nrun = "true"\n[[scenario.expect.span]]\nname = "pay"\n';
    const { path, remove } = makeFolder({ 'a.span.toml': attack });
    const { status } = call(['run', join(path, 'a.span.toml'), '--no-record'], {
      SPANWRIGHT_BREAK: 'evaluator',
    });
    remove();
    expect(status).toBe(1);
  });
});

test('what is asked for and cannot be run is undecided', () => {
  const { status, stderr } = call(['self-test', 'container']);
  expect(stderr).toContain('SW6301');
  expect(status).toBe(3);
});

test('what is not as it should be stays to be looked at', { timeout: 60_000 }, () => {
  // Made red by a PATH in which the fixtures find no `sh`.
  const { status, stderr } = call(['self-test', 'plugins', '--jobs', '1'], { PATH: '/nonexistent' });
  const [, kept = ''] = /kept in (\S+);/.exec(stderr) ?? [];
  expect(readFileSync(join(kept, 'plugins.span.toml'), 'utf8')).toContain('[[scenario]]');
  expect(status).not.toBe(0);
});
