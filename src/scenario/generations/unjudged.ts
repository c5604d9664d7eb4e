import type { LocatedEntry } from '../toml/index.ts';
import { arrayOf, made, textAt } from './tree.ts';

/** `unjudged` of `[expect]`, with a claim for each of these entries of `table`. */
export function unjudged(first: LocatedEntry, others: readonly LocatedEntry[], table: string): LocatedEntry {
  const claims = [first, ...others].map(({ key, keyPlace }) => textAt(keyPlace, `${table}.${key}`));
  return made({ key: 'unjudged', value: arrayOf(first.keyPlace, claims) });
}
