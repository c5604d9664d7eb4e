import type { Diagnostic } from '../../diagnostic/index.ts';
import type { Git } from './repository.ts';

/** The name under which git keeps a content. */
export type ObjectId = string & { readonly __brand: 'ObjectId' };

/** Contents by id; those too large to be held have only a size. */
export type Contents = ReadonlyMap<ObjectId, Uint8Array | { readonly tooLarge: number }>;

/** A scenario file has some kilobytes; what is far beyond is something else that was named like one. */
const MOST_BYTES = 16 << 20;
/** Of all that one call reads. */
const MOST_BYTES_TOGETHER = 256 << 20;

/** Reads any number of objects with two calls of git: their sizes, then the contents that can be held. */
export function readObjects(ids: Iterable<ObjectId>, git: Git): Contents | Diagnostic {
  const wanted = [...new Set(ids)];
  const contents = new Map<ObjectId, Uint8Array | { readonly tooLarge: number }>();
  if (wanted.length === 0) return contents;
  const sizes = git(['cat-file', '--batch-check=%(objectsize)'], lines(wanted));
  if ('code' in sizes) return sizes;
  const readable: ObjectId[] = [];
  let together = 0;
  for (const [index, text] of sizes.toString().trimEnd().split('\n').entries()) {
    const id = wanted[index];
    const size = Number(text);
    // `… missing` is of an object that the repository does not have, as in a partial clone.
    if (id === undefined || Number.isNaN(size)) continue;
    if (size > MOST_BYTES || together + size > MOST_BYTES_TOGETHER) contents.set(id, { tooLarge: size });
    else {
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
  contents: Map<ObjectId, Uint8Array | object>,
): void {
  let at = 0;
  for (const id of ids) {
    const end = printed.indexOf('\n', at);
    const size = Number(printed.subarray(at, end).toString());
    contents.set(id, printed.subarray(end + 1, end + 1 + size));
    at = end + 1 + size + 1;
  }
}
