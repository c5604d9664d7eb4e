import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import type { DirEntry, Files, Host } from './host.ts';

/** The machine this process runs on. */
export function realHost(): Host {
  return {
    files,
    cwd: process.cwd(),
    env: process.env,
    nowNs: wallClock(),
    // `performance` would load 2.5 ms of Node that nothing else needs.
    monotonicMs: () => Number(process.hrtime.bigint()) / 1e6,
    randomHex: randomHexFromPool(),
  };
}

/** To ask the system takes as long for thousands of bytes as for eight. */
const POOL_BYTES = 4096;

/** Every byte is given out once. */
function randomHexFromPool(): Host['randomHex'] {
  let pool = '';
  return (bytes) => {
    const digits = 2 * bytes;
    while (pool.length < digits) pool += randomBytes(POOL_BYTES).toString('hex');
    const given = pool.slice(0, digits);
    pool = pool.slice(digits);
    return given;
  };
}

const files: Files = {
  read: (path) => unlessAbsent(() => readFileSync(path)),
  stat: (path) =>
    unlessAbsent(() => {
      // An error costs five times as much as the answer, and absent files are asked for at every include.
      const stat = statSync(path, { throwIfNoEntry: false });
      if (stat === undefined) return undefined;
      const kind = stat.isFile() ? 'file' : stat.isDirectory() ? 'directory' : 'other';
      return { kind, size: stat.size, modifiedMs: stat.mtimeMs };
    }),
  list: (path) =>
    unlessAbsent(() =>
      readdirSync(path, { withFileTypes: true }).map((entry): DirEntry => {
        const kind = entry.isFile()
          ? 'file'
          : entry.isDirectory()
            ? 'directory'
            : entry.isSymbolicLink()
              ? 'link'
              : 'other';
        return { name: entry.name, kind };
      }),
    ),
  // The system's own: Node's looks at every folder of the path, of every path again.
  realPath: (path) => unlessAbsent(() => realpathSync.native(path)),
  write(path, content) {
    makeFolder(dirname(path));
    const temporary = `${path}.${process.pid}.${randomBytes(4).toString('hex')}.tmp`;
    try {
      // A file that is replaced keeps its mode: an executable stays one, a private one stays private.
      const mode = modeOf(path);
      writeFileSync(temporary, content, { mode: mode ?? 0o666 });
      // The mask takes bits from a new file's mode, also from those its predecessor had.
      if (mode !== undefined) chmodSync(temporary, mode);
      renameSync(temporary, path);
    } catch (error) {
      rmSync(temporary, { force: true });
      throw error;
    }
  },
  remove: (path) => rmSync(path, { force: true, recursive: true }),
};

function modeOf(path: string): number | undefined {
  return unlessAbsent(() => statSync(path).mode & 0o777);
}

function unlessAbsent<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw error;
  }
}

/** Wall time anchored once and advanced by the monotonic clock: nanosecond steps that never go backwards. */
function wallClock(): () => bigint {
  const anchorNs = BigInt(Date.now()) * 1_000_000n - process.hrtime.bigint();
  return () => anchorNs + process.hrtime.bigint();
}

/**
 * Makes a folder and those above it. Not by Node's `recursive`, which never returns where making a folder fails as if
 * the folder around it were missing although it is there: in /proc, and below a link that leads nowhere.
 */
function makeFolder(folder: string): void {
  const error = failureToMake(folder);
  if (error === undefined) return;
  if (error.code !== 'ENOENT' || isFolder(dirname(folder))) throw error;
  makeFolder(dirname(folder));
  const again = failureToMake(folder);
  if (again !== undefined) throw again;
}

/** Why there is no such folder after all. */
function failureToMake(folder: string): NodeJS.ErrnoException | undefined {
  try {
    mkdirSync(folder);
    return undefined;
  } catch (error) {
    const failure = error as NodeJS.ErrnoException; // The file system throws no others.
    return failure.code === 'EEXIST' || isFolder(folder) ? undefined : failure;
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
