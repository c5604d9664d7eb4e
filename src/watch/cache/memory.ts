import { LRUCache } from 'lru-cache';
import { type CacheBackend, MAX_VARIANTS } from './backend.ts';
import { type CacheEntry, type CacheKey, type Checked, isCurrent } from './entry.ts';

export interface MemoryCacheLimits {
  /** Default 1,000. */
  readonly entries?: number | undefined;
  /** Estimated; default 4 MB. */
  readonly bytes?: number | undefined;
}

/** The limit that keeps a watch over 1,000 templates below 75 MB in all. */
const DEFAULT_BYTES = 4_000_000;

/** Results in memory. The least recently used go first. */
export function memoryCache({ entries = 1000, bytes = DEFAULT_BYTES }: MemoryCacheLimits = {}): CacheBackend {
  let evictions = 0;
  const variants = new LRUCache<CacheKey, readonly CacheEntry[]>({
    max: entries,
    maxSize: bytes,
    // What is larger than all the room there is, is not kept at all.
    sizeCalculation: (kept) => kept.reduce((sum, each) => sum + sizeOf(each), 0),
    dispose: (_entries, _key, reason) => {
      if (reason === 'evict') evictions++;
    },
  });
  return {
    get: (key, digestOf) => variants.get(key)?.find(({ checked }) => isCurrent(checked, digestOf)),
    set(key, entry) {
      const others = (variants.peek(key) ?? []).filter((each) => !isSame(each.checked, entry.checked));
      variants.set(key, [entry, ...others].slice(0, MAX_VARIANTS));
    },
    clear: () => variants.clear(),
    size: () => ({ entries: variants.size, bytes: variants.calculatedSize, evictions }),
  };
}

function isSame(a: Checked, b: Checked): boolean {
  return (
    a.dependencies.length === b.dependencies.length &&
    a.dependencies.every(({ file, digest }, index) => {
      const other = b.dependencies[index];
      return other?.file === file && other.digest === digest;
    })
  );
}

/** Bytes that objects take beside their texts, and that a loaded file takes for each character: measured, rounded up. */
const PER_OBJECT = 300;
const PER_LOADED_CHARACTER = 24;

function sizeOf({ checked, files }: CacheEntry): number {
  const { diagnostics, forms, scenarios, dependencies } = checked;
  const objects = 2 + diagnostics.length * 3 + scenarios.length + dependencies.length + forms.length;
  const texts = forms.reduce((sum, { toml }) => sum + toml.length, 0);
  const loaded = (files ?? []).reduce((sum, { written }) => sum + written.text.length, 0);
  return objects * PER_OBJECT + texts + loaded * PER_LOADED_CHARACTER;
}
