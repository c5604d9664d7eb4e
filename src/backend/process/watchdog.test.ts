import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isRunning, statOf } from './fixtures/is-running.ts';
import { hasProc } from './proc.ts';

const program = fileURLToPath(new URL('fixtures/doomed-runner.ts', import.meta.url));

describe.runIf(hasProc)('a runner', () => {
  let folder: string;
  let runner: ChildProcessWithoutNullStreams;
  let watchdogs: number[];

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'spanwright-test-'));
    for (const name of ['pids', 'private']) mkdirSync(join(folder, name));
    runner = spawn(process.execPath, [program, join(folder, 'pids'), join(folder, 'private')]);
    runner.stderr.pipe(process.stderr);
    expect(await answer()).toBe('ready');
    watchdogs = watchdogsOf(runner);
    expect(watchdogs).toHaveLength(1);
  });
  afterEach(() => {
    runner.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });

  const answer = async () => String((await once(runner.stdout, 'data'))[0]).trim();
  const started = () =>
    readdirSync(join(folder, 'pids')).map((id) => ({
      id,
      pid: Number(readFileSync(join(folder, 'pids', id), 'utf8')),
    }));
  const stillThere = () => ({
    processes: started().filter(({ pid }) => isRunning(pid)),
    directories: readdirSync(join(folder, 'private')),
    watchdogs: watchdogs.filter(isRunning),
  });
  const nothing = { processes: [], directories: [], watchdogs: [] };
  const all = ['daemon', 'doubleFork', 'polite', 'quietDaemon', 'step', 'stubborn', 'unmarked'];

  it.each(['SIGKILL', 'SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
    'killed by %s leaves nothing',
    async (signal) => {
      const before = stillThere();
      expect(before.processes.map(({ id }) => id).sort()).toEqual(all);
      expect(before.directories).toHaveLength(1);
      runner.kill(signal);
      await once(runner, 'exit');
      await expect.poll(stillThere, { timeout: 10_000 }).toEqual(nothing);
    },
  );

  it('that ends in good order leaves nothing, its watchdog included', async () => {
    runner.stdin.end();
    expect(await once(runner, 'exit')).toEqual([0, null]);
    expect(stillThere()).toMatchObject({ processes: [], directories: [] });
    await expect.poll(stillThere, { timeout: 10_000 }).toEqual(nothing);
  });

  it('gets a new watchdog when somebody killed the first', async () => {
    const [first = 0] = watchdogs;
    process.kill(first, 'SIGKILL');
    // Only the runner can collect it, and then knows.
    await expect.poll(() => statOf(first), { timeout: 10_000 }).toBeUndefined();
    runner.stdin.write('another\n');
    expect(await answer()).toBe('more');
    watchdogs = watchdogsOf(runner);
    expect(watchdogs).toHaveLength(1);
    runner.kill('SIGKILL');
    await expect.poll(stillThere, { timeout: 10_000 }).toEqual(nothing);
    expect(started()).toHaveLength(all.length + 1);
  });
});

function watchdogsOf({ pid: parent }: { readonly pid?: number | undefined }): number[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.map(Number).filter((pid) => {
    const stat = statOf(pid);
    if (stat === undefined || stat.slice(stat.lastIndexOf(')')).split(' ')[2] !== String(parent))
      return false;
    return readFileSync(`/proc/${pid}/cmdline`, 'latin1').includes('spanwright-watchdog');
  });
}
