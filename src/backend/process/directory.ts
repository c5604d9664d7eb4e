import { chmodSync, mkdirSync, mkdtempSync, readdirSync, realpathSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';

export interface PrivateDirectory {
  readonly root: string;
  /** Empty at first; where commands work. HOME and TMPDIR lie beside it, so that a listing shows only their own files. */
  readonly work: string;
  readonly home: string;
  readonly temp: string;
}

/** Throws the system's error when the parent is missing, full or not writable. */
export function makePrivateDirectory(parent: string): PrivateDirectory {
  // mkdtemp makes it with mode 0700. Links are resolved so that `pwd` inside agrees with the path outside.
  const root = realpathSync(mkdtempSync(join(parent, 'spanwright-')));
  const directory = { root, work: join(root, 'work'), home: join(root, 'home'), temp: join(root, 'tmp') };
  for (const each of [directory.work, directory.home, directory.temp]) mkdirSync(each, { mode: 0o700 });
  return directory;
}

/** Removes the tree; returns why that failed, or undefined. */
export async function removeTree(root: string): Promise<string | undefined> {
  try {
    await remove(root);
  } catch {
    // Some caches (Go's modules) are made read-only, and nothing can be removed from a read-only directory.
    makeWritable(root);
    try {
      await remove(root);
    } catch (error) {
      return (error as Error).message;
    }
  }
  return undefined;
}

/** Retries for a moment, because a process that was just killed may have been writing (ENOTEMPTY). */
const remove = (path: string) => rm(path, { recursive: true, force: true, maxRetries: 3, retryDelay: 20 });

function makeWritable(directory: string): void {
  try {
    chmodSync(directory, 0o700);
    for (const entry of readdirSync(directory, { withFileTypes: true })) {
      if (entry.isDirectory()) makeWritable(join(directory, entry.name));
    }
  } catch {
    // Not ours; the second removal reports it.
  }
}
