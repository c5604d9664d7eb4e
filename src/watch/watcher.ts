import { basename } from 'node:path';
import { type FSWatcher, watch } from 'chokidar';
import type { Clock } from './clock.ts';
import type { Hint } from './debounce.ts';
import { watchEarly } from './early.ts';
import { isIgnored, isInside } from './ignore.ts';
import { overflowDetector } from './overflow.ts';

/** A file or folder that is watched with all that is in it. */
export interface Root {
  /** As it was named; absolute. */
  readonly path: string;
  /** With links resolved, which is what the system watches. */
  readonly real: string;
}

export interface WatcherOptions {
  readonly roots: readonly Root[];
  readonly clock: Clock;
  /** By looking again and again from the beginning. */
  readonly polling: boolean;
  /** Whether a file of this name would be a scenario file. */
  readonly isScenarioName: (name: string) => boolean;
  /** Whether a path is known to be of interest. */
  readonly knows: (path: string) => boolean;
  readonly hint: (path: string, hint: Hint) => void;
  /** Called once, when every change below the roots is heard of. */
  readonly armed: (how: { readonly polling: boolean }) => void;
  /** Called when everything has to be looked at again, for hints were lost. */
  readonly rearmed: () => void;
  /** Called when a path that was added is watched, which may be some time after it was. */
  readonly added: (path: string) => void;
  /** Called with an error of the system: one of its limits, before polling takes over, or something else. */
  readonly trouble: (trouble: Trouble) => void;
}

export interface Trouble {
  readonly kind: 'limit' | 'other';
  /** Such as `ENOSPC`. */
  readonly code: string | undefined;
  readonly message: string;
}

export interface Watcher {
  /** Watches one more file, which need not exist yet. */
  also(path: string): void;
  close(): Promise<void>;
}

/** No room for another watch, for another instance of the watching service, or for another open file. */
const LIMITS: ReadonlySet<string | undefined> = new Set(['ENOSPC', 'EMFILE', 'ENFILE']);
const POLLING_MS = 300;
/** Time that the system is given to begin watching one more file. */
const ADD_MS = 250;

/**
 * Watches by chokidar with its defaults. Before it is ready, chokidar looks at each file; until then, changes are heard
 * of from the folders alone. When the system refuses, what is watched is polled instead; when more happens at once than
 * the system keeps for us, chokidar begins again.
 */
export function createWatcher(options: WatcherOptions): Watcher {
  const { roots, clock } = options;
  const extra = new Set<string>();
  const pending = new Set<() => void>();
  const heard = overflowDetector(clock, overflow);
  let isArmed = false;
  let isClosed = false;
  let isPolling = options.polling;
  /** Since it was armed, and chokidar began again. */
  let wereHintsLost = false;
  const endEarly = options.polling
    ? undefined
    : watchEarly({
        roots: roots.map(({ real }) => real),
        isIgnored: (folder) => isIgnored(folder, undefined, roots),
        hint(path, kind) {
          heard();
          hintAll(path, 'touched', kind === 'folder');
        },
      });
  // Whoever is told that it is armed may ask for more to be watched, so the watcher has to be there.
  if (endEarly) clock.soon(() => arm(false));
  let current = start(options.polling);

  function start(polling: boolean): FSWatcher {
    const watcher = watch([...roots.map(({ real }) => real), ...extra], {
      ignoreInitial: true,
      // Links to files are watched at their target; links to folders are not followed, as in every search.
      followSymlinks: false,
      ignored: (path, stats) => !extra.has(path) && isIgnored(path, stats, roots),
      ...(polling ? { usePolling: true, interval: POLLING_MS, binaryInterval: POLLING_MS } : {}),
    });
    const tell = (hint: Hint) => (path: string) => hintAll(path, hint, true);
    // Without polling, what is reported as gone was waited for. With it, it was not.
    const gone: Hint = polling ? 'touched' : 'gone';
    watcher.on('add', (path) => hintAll(path, 'touched', false));
    watcher.on('change', (path) => hintAll(path, 'touched', false));
    watcher.on('unlink', (path) => hintAll(path, gone, false));
    watcher.on('addDir', tell('touched'));
    watcher.on('unlinkDir', tell(gone));
    watcher.on('raw', () => heard());
    watcher.on('error', (error) => fail(error, watcher, polling));
    watcher.on('ready', () => {
      if (watcher === current && !isClosed) ready(polling);
    });
    return watcher;
  }

  function arm(polling: boolean): void {
    if (!isArmed && !isClosed) options.armed({ polling });
    isArmed = true;
  }

  function ready(polling: boolean): void {
    arm(polling);
    if (wereHintsLost) options.rearmed();
    wereHintsLost = false;
    endEarly?.();
    for (const path of extra) options.added(path);
  }

  function beginAgain(polling: boolean): void {
    const before = current;
    wereHintsLost = isArmed;
    isPolling = polling;
    current = start(polling);
    void before.close();
  }

  function overflow(): void {
    if (!isClosed && !isPolling) beginAgain(false);
  }

  function hintAll(path: string, hint: Hint, isFolder: boolean): void {
    for (const each of namesOf(path, roots)) {
      if (isFolder || options.knows(each) || options.isScenarioName(basename(each))) options.hint(each, hint);
    }
  }

  function fail(error: unknown, watcher: FSWatcher, polling: boolean): void {
    if (watcher !== current || isClosed) return;
    const { code, message } = error as NodeJS.ErrnoException;
    const isLimit = LIMITS.has(code);
    options.trouble({ kind: isLimit ? 'limit' : 'other', code, message });
    if (isLimit && !polling) beginAgain(true);
  }

  return {
    also(path) {
      const isWatched = roots.some(({ real }) => isInside(path, real)) && !isIgnored(path, FILE, roots);
      if (isWatched || extra.has(path) || isClosed) return;
      extra.add(path);
      current.add(path);
      const cancel = clock.after(ADD_MS, () => {
        pending.delete(cancel);
        options.added(path);
      });
      pending.add(cancel);
    },
    close() {
      isClosed = true;
      for (const cancel of pending) cancel();
      endEarly?.();
      return current.close();
    },
  };
}

const FILE = { isFile: () => true };

/** Everything that a path which the system reports can be called: as it is, and as below the root that was named. */
function namesOf(path: string, roots: readonly Root[]): readonly string[] {
  const named = roots.flatMap((root) =>
    root.path !== root.real && isInside(path, root.real) ? [root.path + path.slice(root.real.length)] : [],
  );
  return [path, ...named];
}
