import { LRUCache } from 'lru-cache';
import type { LoadedFile } from '../../scenario/index.ts';
import { type CacheBackend, MAX_VARIANTS } from './backend.ts';
import { type CacheKey, type Checked, isCurrent } from './entry.ts';

export interface MemoryCacheLimits {
  /** Default 1,000. */
  readonly entries?: number | undefined;
  /** Of all together, estimated; default 4 MB. */
  readonly bytes?: number | undefined;
}

/** What keeps a watch over 1,000 templates below 75 MB in all. */
const DEFAULT_BYTES = 4_000_000;
/** Files as they were loaded take ten times as much as what came of them, and are needed for the last few only. */
const LOADED_SHARE = 0.25;

/** Results in memory. The least recently used go first; before it goes whole, an entry loses its loaded files. */
export function memoryCache({ entries = 1000, bytes = DEFAULT_BYTES }: MemoryCacheLimits = {}): CacheBackend {
  let evictions = 0;
  const results = new LRUCache<CacheKey, readonly Checked[]>({
    max: entries,
    maxSize: bytes * (1 - LOADED_SHARE),
    // What is larger than all the room there is, is not kept at all.
    sizeCalculation: (kept) => kept.reduce((sum, each) => sum + sizeOfResult(each), 0),
    dispose: (_entries, _key, reason) => {
      if (reason === 'evict') evictions++;
    },
  });
  const loaded = new LRUCache<Checked, readonly LoadedFile[]>({
    maxSize: bytes * LOADED_SHARE,
    sizeCalculation: sizeOfFiles,
  });
  return {
    get(key, digestOf) {
      const checked = results.get(key)?.find((each) => isCurrent(each, digestOf));
      return checked && { checked, files: loaded.get(checked) };
    },
    set(key, { checked, files }) {
      const others = (results.peek(key) ?? []).filter((each) => !isSame(each, checked));
      results.set(key, [checked, ...others].slice(0, MAX_VARIANTS));
      if (files) loaded.set(checked, files);
    },
    clear() {
      results.clear();
      loaded.clear();
    },
    size: () => ({
      entries: results.size,
      bytes: results.calculatedSize + loaded.calculatedSize,
      evictions,
    }),
  };
}

function isSame(a: Checked, b: Checked): boolean {
  return (
    a.dependencies.length === b.dependencies.length &&
    a.dependencies.every(({ file, digest, real }, index) => {
      const other = b.dependencies[index];
      return other?.file === file && other.digest === digest && other.real === real;
    })
  );
}

/** Bytes that objects take beside their texts, and that a loaded file takes for each character: measured, rounded up. */
const PER_OBJECT = 300;
const PER_LOADED_CHARACTER = 40;

function sizeOfResult({ diagnostics, forms, scenarios, dependencies }: Checked): number {
  const objects = 2 + diagnostics.length * 3 + scenarios.length + dependencies.length + forms.length;
  return objects * PER_OBJECT + forms.reduce((sum, { toml }) => sum + toml.length, 0);
}

function sizeOfFiles(files: readonly LoadedFile[]): number {
  return files.reduce((sum, { written }) => sum + written.text.length * PER_LOADED_CHARACTER, PER_OBJECT);
}
