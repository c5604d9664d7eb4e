import type { ObjectId } from './objects.ts';

/** A path in the index. A conflict is one that git holds several versions of until somebody has resolved it. */
export type IndexEntry =
  | { readonly kind: 'file' | 'link'; readonly object: ObjectId }
  | { readonly kind: 'submodule' }
  | { readonly kind: 'conflict' };

/** What the index holds, by path from the root of the repository. */
export type Entries = ReadonlyMap<string, IndexEntry>;

/** Reads `git ls-files --stage -z`: mode, object and stage, a tab, the path, and a NUL (git-ls-files(1), OUTPUT). */
export function parseEntries(printed: Buffer): Entries {
  const entries = new Map<string, IndexEntry>();
  for (const record of records(printed)) {
    const tab = record.indexOf('\t');
    const [mode = '', object = '', stage = ''] = record.slice(0, tab).split(' ');
    entries.set(record.slice(tab + 1), stage === '0' ? entryOf(mode, object) : { kind: 'conflict' });
  }
  return entries;
}

/** The paths in output with `-z`. */
export function records(printed: Buffer): string[] {
  return printed
    .toString()
    .split('\0')
    .filter((record) => record !== '');
}

function entryOf(mode: string, object: string): IndexEntry {
  switch (mode) {
    case '160000':
      return { kind: 'submodule' };
    case '120000':
      // Git prints nothing else here.
      return { kind: 'link', object: object as ObjectId };
    default:
      return { kind: 'file', object: object as ObjectId };
  }
}
