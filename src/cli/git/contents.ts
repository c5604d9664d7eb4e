import { posix } from 'node:path';
import type { Entries } from './entries.ts';
import { type ObjectContent, type ObjectId, readObjects } from './objects.ts';
import type { Git } from './repository.ts';

/** Why a content cannot be had, and what to do. */
export interface NoContent {
  readonly reason: string;
  readonly hint: string | undefined;
}

/** Thrown for a file of the index or of a commit whose content cannot be had, as in a partial clone. */
export class UnreadableBlob extends Error {
  override readonly name = 'UnreadableBlob';
  /** Absolute. */
  readonly path: string;
  readonly hint: string | undefined;

  constructor(path: string, { reason, hint }: NoContent) {
    super(reason);
    this.path = path;
    this.hint = hint;
  }
}

export interface ContentsInput {
  readonly entries: Entries;
  /** From the root of the repository. */
  readonly changed: ReadonlySet<string>;
  readonly git: Git;
}

/** What scenario files and the templates they are made of are called, with rare exceptions. */
const LIKELY = /\.(toml|tera|njk|j2)$/i;

/**
 * Gives contents when they are first asked for, and asks git for those along with it that are likely to be wanted next:
 * what is staged, and what lies in the same folder.
 */
export function contentsOf({ entries, changed, git }: ContentsInput) {
  const likely = [...entries].filter(([path]) => LIKELY.test(path));
  const known = new Map<ObjectId, Uint8Array | NoContent>();
  return (object: ObjectId, path: string): Uint8Array | NoContent => {
    const content = known.get(object);
    if (content) return content;
    readWithOthers(object, posix.dirname(path));
    return known.get(object) ?? missing;
  };

  function readWithOthers(object: ObjectId, folder: string): void {
    // The one that is asked for comes first, so that it is read whatever the others are.
    const wanted = new Set([object]);
    for (const [path, entry] of likely) {
      const isNext = changed.has(path) || posix.dirname(path) === folder;
      if (isNext && entry.kind === 'file' && !known.has(entry.object)) wanted.add(entry.object);
    }
    const contents = readObjects(wanted, git);
    if ('code' in contents) known.set(object, { reason: contents.message, hint: contents.hint });
    else for (const [id, content] of contents) known.set(id, contentOf(content));
  }
}

const missing: NoContent = {
  reason: 'the repository does not have its content',
  hint: '`git fetch` gets what a partial clone left out',
};

function contentOf(content: ObjectContent): Uint8Array | NoContent {
  if (content === 'missing') return missing;
  if (content instanceof Uint8Array) return content;
  return { reason: `it has ${content.tooLarge} bytes`, hint: 'a scenario file has some kilobytes' };
}
