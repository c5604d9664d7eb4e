import type { LocatedEntry } from './toml/index.ts';

/** An entry whose key is not what the author wrote, because a shorthand or an older generation was rewritten. */
export interface RewrittenEntry extends LocatedEntry {
  /** The key or keys as the author wrote them, such as `test.metadata`; empty when the author wrote none. */
  readonly written: string;
}

/** The key of an entry as the author knows it, quoted where TOML needs that. */
export function writtenKey(entry: LocatedEntry | RewrittenEntry): string {
  return 'written' in entry ? entry.written : keyText(entry.key);
}

export function keyText(key: string): string {
  return /^[\w-]+$/.test(key) ? key : JSON.stringify(key);
}
