import { join } from 'node:path';
import { type Digest, sha256 } from '../../digest/index.ts';
import type { Files } from '../../host/index.ts';
import { type CacheBackend, type CacheSize, MAX_VARIANTS } from './backend.ts';
import { type CacheKey, type Checked, type DigestOf, expectedDigest, isCurrent } from './entry.ts';

export interface DiskCacheOptions {
  readonly files: Files;
  /** Absolute; made when something is kept. */
  readonly folder: string;
  /** Of all files together; default 64 MB. */
  readonly maxBytes?: number | undefined;
}

const MAX_BYTES = 64_000_000;
/** Files are counted anew after so many were written: the folder may grow beyond its limit by that much. */
const WRITES_BETWEEN_COUNTS = 500;
const NAME = /^[0-9a-f]{64}$/;

/**
 * Results in a folder, one file a key under `ab/`, the first two digits of its digest. Each file begins with the digest
 * of the rest: one that was cut short, changed or written by half is a miss and is removed. Written through a rename, so
 * several programs can share the folder.
 */
export function diskCache({ files, folder, maxBytes = MAX_BYTES }: DiskCacheOptions): CacheBackend {
  let writes = 0;
  let evictions = 0;
  const pathOf = (key: CacheKey) => join(folder, key.slice(0, 2), key);
  const read = (key: CacheKey): readonly Checked[] => {
    try {
      const bytes = files.read(pathOf(key));
      if (bytes === undefined) return [];
      const found = decode(bytes, key);
      if (found === undefined) files.remove(pathOf(key));
      return found ?? [];
    } catch {
      // What cannot be read is not there: the result is made again.
      return [];
    }
  };
  return {
    get(key, digestOf) {
      const checked = read(key).find((each) => isCurrent(each, digestOf));
      return checked && { checked };
    },
    set(key, { checked }) {
      const others = read(key).filter((each) => !isCurrent(each, madeOf(checked)));
      try {
        files.write(pathOf(key), encode([checked, ...others].slice(0, MAX_VARIANTS), key));
        if (writes++ % WRITES_BETWEEN_COUNTS === WRITES_BETWEEN_COUNTS - 1) evictions += makeRoom();
      } catch {
        // A full disk or a read-only folder costs time, not results.
      }
    },
    clear() {
      for (const { path } of kept(files, folder)) files.remove(path);
    },
    size: () => ({ ...sizeOf(kept(files, folder)), evictions }),
  };

  /** Removes the oldest until three quarters of the room are used. Returns how many that were. */
  function makeRoom(): number {
    const all = kept(files, folder).sort((a, b) => a.modifiedMs - b.modifiedMs);
    let { bytes } = sizeOf(all);
    let removed = 0;
    if (bytes <= maxBytes) return 0;
    for (const each of all) {
      if (bytes <= maxBytes * 0.75) break;
      files.remove(each.path);
      bytes -= each.bytes;
      removed++;
    }
    return removed;
  }
}

/** The dependencies of a result, as they were when it was made. */
function madeOf({ dependencies }: Checked): DigestOf {
  const digests = new Map(dependencies.map((each) => [each.file, expectedDigest(each)]));
  return (path) => digests.get(path);
}

interface KeptFile {
  readonly path: string;
  readonly bytes: number;
  readonly modifiedMs: number;
}

/** Only what is named as {@link diskCache} names its files; anything else in the folder is not ours. */
function kept(files: Files, folder: string): KeptFile[] {
  const below = (path: string) => files.list(path) ?? [];
  return below(folder)
    .filter(({ name }) => /^[0-9a-f]{2}$/.test(name))
    .flatMap(({ name: shard }) => below(join(folder, shard)).map(({ name }) => ({ shard, name })))
    .filter(({ name }) => NAME.test(name))
    .flatMap(({ shard, name }) => {
      const path = join(folder, shard, name);
      const stat = files.stat(path);
      return stat ? [{ path, bytes: stat.size, modifiedMs: stat.modifiedMs }] : [];
    });
}

function sizeOf(files: readonly KeptFile[]): Pick<CacheSize, 'entries' | 'bytes'> {
  return { entries: files.length, bytes: files.reduce((sum, { bytes }) => sum + bytes, 0) };
}

/** The key is part of what is summed up: a file moved under another name is no result of that name. */
function encode(results: readonly Checked[], key: CacheKey): string {
  const body = JSON.stringify(results);
  return `${sum(body, key)}\n${body}`;
}

function decode(bytes: Uint8Array, key: CacheKey): readonly Checked[] | undefined {
  const text = new TextDecoder().decode(bytes);
  const end = text.indexOf('\n');
  const body = text.slice(end + 1);
  if (end === -1 || text.slice(0, end) !== sum(body, key)) return undefined;
  // The digest says that it is what `encode` wrote. What JSON leaves out, was undefined.
  return (JSON.parse(body) as readonly Checked[]).map((each) => ({
    ...each,
    dependencies: each.dependencies.map(({ file, digest, real }) =>
      real === undefined ? { file, digest } : { file, digest, real },
    ),
  }));
}

function sum(body: string, key: CacheKey): Digest {
  return sha256(`${key}\n${body}`);
}
