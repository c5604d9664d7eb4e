import { randomBytes } from 'node:crypto';
import {
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
    monotonicMs: () => performance.now(),
    randomHex: (bytes) => randomBytes(bytes).toString('hex'),
  };
}

const files: Files = {
  read: (path) => unlessAbsent(() => readFileSync(path)),
  stat: (path) =>
    unlessAbsent(() => {
      const stat = statSync(path);
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
  realPath: (path) => unlessAbsent(() => realpathSync(path)),
  write(path, content) {
    mkdirSync(dirname(path), { recursive: true });
    const temporary = `${path}.${process.pid}.${randomBytes(4).toString('hex')}.tmp`;
    try {
      writeFileSync(temporary, content);
      renameSync(temporary, path);
    } catch (error) {
      rmSync(temporary, { force: true });
      throw error;
    }
  },
  remove: (path) => rmSync(path, { force: true, recursive: true }),
};

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
