import { chmodSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Watchdog } from './watchdog.ts';

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

/**
 * Private directories of one backend. One that comes back as empty as it was made is given out again: making and removing
 * four directories costs more than starting a small command. Until the process ends those in waiting stay guarded.
 */
export class PrivateDirectories {
  readonly #parent: string;
  readonly #watchdog: Watchdog;
  readonly #idle: PrivateDirectory[] = [];
  /** When those were given out that are in use. */
  readonly #takenMs = new Map<PrivateDirectory, number>();

  constructor(parent: string, watchdog: Watchdog) {
    this.#parent = parent;
    this.#watchdog = watchdog;
    process.once('exit', () => {
      for (const { root } of this.#idle) rmSync(root, { recursive: true, force: true });
    });
  }

  /** Throws the system's error when none can be made. */
  take(): PrivateDirectory {
    const taken = this.#idle.pop() ?? this.#make();
    this.#takenMs.set(taken, Date.now());
    return taken;
  }

  #make(): PrivateDirectory {
    const made = makePrivateDirectory(this.#parent);
    this.#watchdog.guard(`dir ${made.root}`);
    return made;
  }

  /** It stays, and is nobody's business any more. */
  leave(directory: PrivateDirectory): void {
    this.#takenMs.delete(directory);
    this.#watchdog.spare(`dir ${directory.root}`);
  }

  /** Returns why it could not be removed, or undefined. `unused` says that nothing can use it any longer. */
  async giveBack(
    directory: PrivateDirectory,
    { unused }: { readonly unused: boolean },
  ): Promise<string | undefined> {
    const takenMs = this.#takenMs.get(directory) ?? 0;
    if (unused && (isUnchanged(directory, takenMs) || isUntouched(directory))) {
      this.#takenMs.delete(directory);
      this.#idle.push(directory);
      return undefined;
    }
    const notRemoved = await removeTree(directory.root);
    this.#takenMs.delete(directory);
    this.#watchdog.release(`dir ${directory.root}`);
    return notRemoved;
  }
}

/** What the system says of time is no finer than its tick, some milliseconds. */
const TICK_MS = 50;

/**
 * Whether the system knows of no change since it was taken, which is cheaper to ask than to look. Only where times of the file
 * system are finer than a millisecond: others could be those of a later change, cut off.
 */
function isUnchanged({ root, work, home, temp }: PrivateDirectory, takenMs: number): boolean {
  return [root, work, home, temp].every((each) => {
    const changedMs = lstatSync(each, { throwIfNoEntry: false })?.ctimeMs ?? Number.POSITIVE_INFINITY;
    return changedMs % 1 !== 0 && changedMs < takenMs - TICK_MS;
  });
}

/** Whether nothing was put into it, taken away or opened for others. */
function isUntouched({ root, work, home, temp }: PrivateDirectory): boolean {
  try {
    const inner = [work, home, temp];
    if (readdirSync(root).length !== inner.length) return false;
    return inner.every((each) => {
      const stat = lstatSync(each);
      return stat.isDirectory() && (stat.mode & 0o7777) === 0o700 && readdirSync(each).length === 0;
    });
  } catch {
    return false;
  }
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
