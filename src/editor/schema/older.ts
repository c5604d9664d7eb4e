import type { KeyPath } from '../../scenario/index.ts';

/**
 * The native path of what an older clnrm table says: `[test.metadata]`, `[services.x]` and the top-level `[[steps]]`.
 * Other paths stay as they are.
 */
export function nativePath(path: KeyPath): KeyPath {
  const [first, second, ...rest] = path;
  if (first === 'services') return ['service', ...path.slice(1)];
  // The scenario that the steps become is none of those in the file.
  if (first === 'steps') return ['scenario', -1, ...path];
  return first === 'test' && second === 'metadata' ? ['meta', ...rest] : path;
}
