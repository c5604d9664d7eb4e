import { posix } from 'node:path';
import type { Diagnostic } from '../../diagnostic/index.ts';
import type { Host } from '../../host/index.ts';
import { contentsOf, UnreadableBlob } from './contents.ts';
import { type Entries, type IndexEntry, records } from './entries.ts';
import { indexFiles } from './files.ts';
import type { ObjectId } from './objects.ts';
import type { Repository } from './repository.ts';

/** The full id of a commit. */
export type CommitId = string & { readonly __brand: 'CommitId' };

/** The commit that a revision names, such as `main`, `HEAD~2`, `v1.0` or `:/text of a message`; the diagnostic says what git says. */
export function commitOf(revision: string, repository: Repository): CommitId | Diagnostic {
  // Behind `:/` everything is an expression to be looked for in messages, and it finds commits only (gitrevisions(7)).
  return idOf(revision.startsWith(':/') ? revision : `${revision}^{commit}`, repository);
}

function idOf(revision: string, { git }: Repository): CommitId | Diagnostic {
  const printed = git(['rev-parse', '--verify', '--end-of-options', revision]);
  // Git prints one id here and nothing else.
  return 'code' in printed ? printed : (printed.toString().trim() as CommitId);
}

/** Where two commits parted; undefined when they have nothing in common, or it is not in the repository. */
export function mergeBaseOf(a: CommitId, b: CommitId, { git }: Repository): CommitId | undefined {
  const printed = git(['merge-base', a, b]);
  return 'code' in printed ? undefined : (printed.toString().trim() as CommitId);
}

/** Whether history was cut off when it was cloned. */
export function isShallow({ git }: Repository): boolean {
  const printed = git(['rev-parse', '--is-shallow-repository']);
  return !('code' in printed) && printed.toString().trim() === 'true';
}

/**
 * The machine with the files of a commit in place of those of the disk, without a checkout; only reading is possible, and
 * outside the repository there is nothing. Reading may throw {@link UnreadableBlob}.
 */
export function hostAt(commit: CommitId, repository: Repository, host: Host): Host | Diagnostic {
  const { root, git } = repository;
  const listed = git(['ls-tree', '-r', '-z', '--full-tree', commit]);
  if ('code' in listed) return listed;
  const entries = entriesOf(listed);
  const contents = contentsOf({ entries, changed: scenarioPaths(entries), git });
  const files = indexFiles({
    root,
    entries,
    read(object, path) {
      const content = contents(object, path);
      if (content instanceof Uint8Array) return content;
      throw new UnreadableBlob(posix.join(root, path), content);
    },
    readLink(object, path) {
      const content = contents(object, path);
      return content instanceof Uint8Array ? new TextDecoder().decode(content) : undefined;
    },
    conflict: neverInCommits,
  });
  return { ...host, files };
}

/** Reads `git ls-tree -r -z`: mode, type and object, a tab, the path, and a NUL (git-ls-tree(1), OUTPUT FORMAT). */
function entriesOf(printed: Buffer): Entries {
  const entries = new Map<string, IndexEntry>();
  for (const record of records(printed)) {
    const tab = record.indexOf('\t');
    const [mode = '', , object = ''] = record.slice(0, tab).split(' ');
    entries.set(record.slice(tab + 1), entryOf(mode, object));
  }
  return entries;
}

function entryOf(mode: string, object: string): IndexEntry {
  if (mode === '160000') return { kind: 'submodule' };
  // Git prints nothing else here.
  return { kind: mode === '120000' ? 'link' : 'file', object: object as ObjectId };
}

/** All of them are read, so they are asked for in one go. */
function scenarioPaths(entries: Entries): ReadonlySet<string> {
  return new Set([...entries.keys()].filter((path) => /\.(span|clnrm)\.toml/.test(path)));
}

function neverInCommits(path: string): never {
  throw new Error(`a commit holds a conflict in ${path}`);
}

/** The files of the folder that git keeps or would add: what it ignores is no work of anyone. Absolute paths. */
export function presentFiles({ root, git }: Repository): ReadonlySet<string> | Diagnostic {
  const printed = git(['ls-files', '--cached', '--others', '--exclude-standard', '-z']);
  return 'code' in printed ? printed : new Set(records(printed).map((path) => posix.join(root, path)));
}
