import { posix } from 'node:path';
import { type Diagnostic, diagnostic } from '../../diagnostic/index.ts';
import type { Host } from '../../host/index.ts';
import { shownPath } from '../files/say.ts';
import { contentsOf, type NoContent, UnreadableBlob } from '../git/contents.ts';
import { parseEntries, records } from '../git/entries.ts';
import { indexFiles } from '../git/files.ts';
import { type GitFault, openRepository } from '../git/repository.ts';

/** What is staged in git: what the next commit will hold. */
export interface Staged {
  /** Absolute, links resolved. */
  readonly root: string;
  /** The machine, with the files of the index in place of those of the disk. Reading may throw {@link UnreadableBlob}. */
  readonly host: Host;
  /** Absolute paths that the next commit changes, adds or removes, or that are in conflict. */
  readonly changed: ReadonlySet<string>;
}

/** What a user is told of it. */
export function unreadableDiagnostic({ path, message, hint }: UnreadableBlob, cwd: string): Diagnostic {
  const place = { file: shownPath(path, cwd), line: 1, column: 1, length: 1 };
  return diagnostic({ code: 'SW0022', message: `what is staged cannot be read: ${message}`, place, hint });
}

/** Asks git for the index, with a handful of calls however many files there are. */
export function openStaged(host: Host): Staged | Diagnostic {
  const repository = openRepository(host, notShown);
  if ('code' in repository) return repository;
  const { root, git } = repository;
  const listed = git(['ls-files', '--stage', '-z']);
  if ('code' in listed) return listed;
  const changes = git(['diff', '--cached', '--name-only', '-z', ...plainDiff]);
  if ('code' in changes) return changes;
  const entries = parseEntries(listed);
  const changed = new Set(records(changes));
  const absolute = (path: string) => posix.join(root, path);
  const contents = contentsOf({ entries, changed, git });
  const files = indexFiles({
    root,
    entries,
    read(object, path) {
      const content = contents(object, path);
      if (content instanceof Uint8Array) return content;
      throw new UnreadableBlob(absolute(path), content);
    },
    readLink(object, path) {
      const content = contents(object, path);
      return content instanceof Uint8Array ? new TextDecoder().decode(content) : undefined;
    },
    conflict(path) {
      throw new UnreadableBlob(absolute(path), conflict);
    },
  });
  return { root, host: { ...host, files }, changed: new Set([...changed].map(absolute)) };
}

/** Whatever the configuration of git says: a renamed file as one that is gone and one that is new, paths from the root. */
const plainDiff = ['--no-renames', '--no-relative', '--no-ext-diff', '--no-textconv', '--no-color'];

const conflict: NoContent = {
  reason: 'it has a merge conflict',
  hint: 'resolve the conflict, then `git add` the file',
};

function notShown({ kind, reason }: GitFault): Diagnostic {
  const messages = {
    missing: reason,
    unusable: `git cannot be used: ${reason}`,
    refused: `git does not show what is staged: ${reason}`,
  };
  const hint = 'without --staged, files are read as they are in the folder, and git is not needed';
  return diagnostic({ code: 'SW0021', message: messages[kind], hint });
}
