import type { CacheBackend } from './backend.ts';

/** A fast cache in front of a lasting one: what is found behind is taken to the front. */
export function tieredCache(front: CacheBackend, behind: CacheBackend): CacheBackend {
  return {
    get(key, digestOf) {
      const near = front.get(key, digestOf);
      if (near) return near;
      const far = behind.get(key, digestOf);
      if (far) front.set(key, far);
      return far;
    },
    set(key, entry) {
      front.set(key, entry);
      behind.set(key, entry);
    },
    clear() {
      front.clear();
      behind.clear();
    },
    size: () => front.size(),
  };
}
