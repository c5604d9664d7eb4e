/** What chokidar tells of a path; it first asks without knowing. */
interface PathStats {
  isFile(): boolean;
}

/** Everything that can be a scenario file or that one is likely to include. Others are watched when one does. */
const WATCHED = /\.(?:toml|tera|njk|j2)$/i;
const SKIPPED_FOLDER = /\/(?:node_modules|\.[^/]*)\//;

/**
 * What is never watched below the roots: folders that no search enters, among them our own `.spanwright`, `.git` and
 * `node_modules`, and files that nothing is made of.
 */
export function isIgnored(
  path: string,
  stats: PathStats | undefined,
  roots: readonly { readonly real: string }[],
): boolean {
  const isFile = stats?.isFile() === true;
  let isWithin = false;
  for (const { real } of roots) {
    // Also a file can be named.
    if (path === real) return false;
    if (!isInside(path, real)) continue;
    isWithin = true;
    // With the slash before it, also where the root is the folder above all.
    const below = path.slice(real.endsWith('/') ? real.length - 1 : real.length);
    // What has no name of a file that is watched is a folder, or is asked about without being known.
    const folders = isFile || WATCHED.test(below) ? below.slice(0, below.lastIndexOf('/') + 1) : `${below}/`;
    if (!SKIPPED_FOLDER.test(folders) && !(isFile && !WATCHED.test(below))) return false;
  }
  // Above a root, or beside it, lies what is asked for by itself.
  return isWithin;
}

/** Whether a path is the folder or lies in it. */
export function isInside(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
}
