import type { CacheEntry, CacheKey, DigestOf } from './entry.ts';

/**
 * Keeps results of checking files. `get` and `set` never fail, and never give back something else than was put in: what
 * cannot be read or written is a miss. Under one key there may be several results that differ in their dependencies.
 */
export interface CacheBackend {
  /** The result under the key whose dependencies are as `digestOf` says they are now; undefined when there is none. */
  get(key: CacheKey, digestOf: DigestOf): CacheEntry | undefined;
  set(key: CacheKey, entry: CacheEntry): void;
  /** Throws the system's error when something cannot be removed. */
  clear(): void;
  /** Throws the system's error when a folder cannot be read. */
  size(): CacheSize;
}

export interface CacheSize {
  readonly entries: number;
  /** Estimated in memory, exact on a disk. */
  readonly bytes: number;
  /** Entries that had to make room so far. */
  readonly evictions: number;
}

/** Of several results under one key so many are kept: enough for going back and forth between versions of a library. */
export const MAX_VARIANTS = 4;
