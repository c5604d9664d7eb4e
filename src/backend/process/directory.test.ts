import { chmodSync, lstatSync, mkdirSync, mkdtempSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PrivateDirectories, type PrivateDirectory } from './directory.ts';
import { Watchdog } from './watchdog.ts';

describe('a private directory', () => {
  let parent: string;
  let directories: PrivateDirectories;
  beforeEach(() => {
    parent = mkdtempSync(join(tmpdir(), 'spanwright-directory-'));
    directories = new PrivateDirectories(parent, new Watchdog(`directory-test-${process.pid}:`));
  });
  afterEach(() => rmSync(parent, { recursive: true }));

  /** Long enough after it was made that its times alone tell whether it was changed. */
  const takeOld = async (): Promise<PrivateDirectory> => {
    await directories.giveBack(directories.take(), { unused: true });
    const idle = directories.take();
    await expect
      .poll(() => Date.now() - lstatSync(idle.temp).ctimeMs, { timeout: 5_000 })
      .toBeGreaterThan(200);
    await directories.giveBack(idle, { unused: true });
    return directories.take();
  };

  it('that was not touched is given out again, also at once', async () => {
    const first = directories.take();
    await directories.giveBack(first, { unused: true });
    expect(directories.take()).toBe(first);
    await directories.giveBack(first, { unused: true });
    const old = await takeOld();
    expect(old).toBe(first);
  });

  it.each<[string, (directory: PrivateDirectory) => void]>([
    ['has a file in HOME', ({ home }) => writeFileSync(join(home, 'file'), '')],
    ['has a folder beside the others', ({ root }) => mkdirSync(join(root, 'more'))],
    ['lacks one', ({ temp }) => rmdirSync(temp)],
    ['was opened for others', ({ work }) => chmodSync(work, 0o777)],
  ])('that %s is not, however old it is', async (_, change) => {
    for (const take of [async () => directories.take(), takeOld]) {
      const taken = await take();
      change(taken);
      expect(await directories.giveBack(taken, { unused: true })).toBeUndefined();
      expect(directories.take()).not.toBe(taken);
      expect(lstatSync(taken.root, { throwIfNoEntry: false })).toBeUndefined();
    }
  });

  it('that may still be used is not given out again', async () => {
    const taken = directories.take();
    await directories.giveBack(taken, { unused: false });
    expect(directories.take()).not.toBe(taken);
  });
});
