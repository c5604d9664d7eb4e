import type { Place } from '../../diagnostic/index.ts';
import type { Located } from './located.ts';

export interface Location {
  /** The last key on the way; absent at the root and in an array. */
  readonly key?: Place;
  readonly value: Place;
  /** How many steps of the path exist. */
  readonly steps: number;
}

/** The place of the value at a path of keys and list positions, or of the deepest part of the path that exists. */
export function locate(root: Located, path: readonly (string | number)[]): Location {
  let value = root;
  let key: Place | undefined;
  let steps = 0;
  for (const step of path) {
    const next = child(value, step);
    if (next === undefined) break;
    ({ key, value } = next);
    steps++;
  }
  return { ...(key && { key }), value: value.place, steps };
}

function child(
  value: Located,
  step: string | number,
): { key: Place | undefined; value: Located } | undefined {
  if (value.kind === 'array') {
    const item = typeof step === 'number' ? value.items[step] : undefined;
    return item && { key: undefined, value: item };
  }
  if (value.kind !== 'table') return undefined;
  const entry = value.entries.get(String(step));
  return entry && { key: entry.keyPlace, value: entry.value };
}
