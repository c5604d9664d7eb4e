import { type FSWatcher, lstatSync, readdirSync, watch } from 'node:fs';
import { join } from 'node:path';

export interface EarlyOptions {
  /** Absolute, links resolved. */
  readonly roots: readonly string[];
  /** Whether a folder is not watched, nor anything in it. */
  readonly isIgnored: (folder: string) => boolean;
  readonly hint: (path: string, kind: 'file' | 'folder') => void;
}

/** Faults of one folder: it is gone, or nobody may look into it. Any other is one of the system's limits. */
const OF_ONE_FOLDER: ReadonlySet<string | undefined> = new Set(['ENOENT', 'ENOTDIR', 'EACCES', 'EPERM']);

/**
 * Hears of every change below folders from now on, and says only that a path is worth a look. It looks at no file, which
 * is what keeps a full watcher from being ready sooner in a large project, and is meant for the time until that one is:
 * on Linux, both have the same watches. What is returned ends it.
 *
 * Undefined where it cannot be had: where a root is no folder, where the system has no room (the full watcher will say
 * so), and on systems where a watch is not one of a folder.
 */
export function watchEarly({ roots, isIgnored, hint }: EarlyOptions): (() => void) | undefined {
  if (process.platform !== 'linux') return undefined;
  const watchers = new Map<string, FSWatcher>();
  const close = () => {
    for (const watcher of watchers.values()) watcher.close();
  };
  try {
    for (const root of roots) arm(root);
    return close;
  } catch {
    close();
    return undefined;
  }

  function arm(folder: string): void {
    // Before the look into the folder, so that nothing is made in between unheard.
    const watcher = watch(folder, (event, name) => {
      if (name !== null) heard(join(folder, name), event === 'rename');
    });
    // Its end is heard of in the folder around it.
    watcher.on('error', () => {});
    // An older one is of a folder that is gone or has another name now.
    watchers.get(folder)?.close();
    watchers.set(folder, watcher);
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (entry.isDirectory()) armInner(join(folder, entry.name));
    }
  }

  function armInner(folder: string): void {
    if (isIgnored(folder)) return;
    try {
      arm(folder);
    } catch (error) {
      if (!OF_ONE_FOLDER.has((error as NodeJS.ErrnoException).code)) throw error;
    }
  }

  function heard(path: string, cameOrWent: boolean): void {
    const isFolder = cameOrWent && (isFolderNow(path) || watchers.has(path));
    hint(path, isFolder ? 'folder' : 'file');
    try {
      if (isFolder) armInner(path);
    } catch {
      // The full watcher meets the same limit.
    }
  }
}

function isFolderNow(path: string): boolean {
  try {
    return lstatSync(path).isDirectory();
  } catch {
    return false;
  }
}
