import type { Diagnostic } from '../../diagnostic/index.ts';
import type { Git } from './repository.ts';

/** The name under which git keeps a content. */
export type ObjectId = string & { readonly __brand: 'ObjectId' };

/** What there is under an id: its bytes, or why they are not given. */
export type ObjectContent = Uint8Array | { readonly tooLarge: number } | 'missing';

/** A scenario file has some kilobytes; what is far beyond is something else that was named like one. */
const MOST_BYTES = 16 << 20;
/** Of all that one call reads. */
const MOST_BYTES_TOGETHER = 256 << 20;

/**
 * Reads any number of objects with two calls of git: their sizes, then their contents. The result lacks those that, after
 * the ones before them, would be too much for one call.
 */
export function readObjects(
  ids: Iterable<ObjectId>,
  git: Git,
): ReadonlyMap<ObjectId, ObjectContent> | Diagnostic {
  const wanted = [...new Set(ids)];
  const contents = new Map<ObjectId, ObjectContent>();
  if (wanted.length === 0) return contents;
  const sizes = git(['cat-file', '--batch-check=%(objectsize)'], lines(wanted));
  if ('code' in sizes) return sizes;
  const readable: ObjectId[] = [];
  let together = 0;
  for (const [index, text] of sizes.toString().trimEnd().split('\n').entries()) {
    const id = wanted[index];
    if (id === undefined) break;
    const size = Number(text);
    // `… missing` is of an object that the repository does not have, as in a partial clone.
    if (Number.isNaN(size)) contents.set(id, 'missing');
    else if (size > MOST_BYTES) contents.set(id, { tooLarge: size });
    else if (together + size <= MOST_BYTES_TOGETHER) {
      together += size;
      readable.push(id);
    }
  }
  const printed = git(['cat-file', '--batch=%(objectsize)'], lines(readable));
  if ('code' in printed) return printed;
  addContents(printed, readable, contents);
  return contents;
}

function lines(ids: readonly ObjectId[]): string {
  return ids.map((id) => `${id}\n`).join('');
}

/** For each object its size, a line end, its bytes, a line end (git-cat-file(1), BATCH OUTPUT). */
function addContents(
  printed: Buffer,
  ids: readonly ObjectId[],
  contents: Map<ObjectId, ObjectContent>,
): void {
  let at = 0;
  for (const id of ids) {
    const end = printed.indexOf('\n', at);
    const size = Number(printed.subarray(at, end).toString());
    contents.set(id, printed.subarray(end + 1, end + 1 + size));
    at = end + 1 + size + 1;
  }
}
