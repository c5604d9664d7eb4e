/** What chokidar tells of a path; it first asks without knowing. */
interface PathStats {
  isFile(): boolean;
}

/** Everything that can be a scenario file or that one is likely to include. Others are watched when one does. */
const WATCHED = /\.(?:toml|tera|njk|j2)$/i;

/**
 * What is never watched below the roots: folders that no search enters, among them our own `.spanwright`, `.git` and
 * `node_modules`, and files that nothing is made of.
 */
export function isIgnored(
  path: string,
  stats: PathStats | undefined,
  roots: readonly { readonly real: string }[],
): boolean {
  const within = roots.filter(({ real }) => isInside(path, real));
  // Above a root, or beside it: what is asked for by itself.
  if (within.length === 0) return false;
  return within.every(({ real }) => {
    const names = path.slice(real.length).split('/').filter(Boolean);
    if (names.length === 0) return false;
    const isFile = stats?.isFile() === true;
    const folders = isFile || WATCHED.test(path) ? names.slice(0, -1) : names;
    return folders.some(isSkippedFolder) || (isFile && !WATCHED.test(path));
  });
}

function isSkippedFolder(name: string): boolean {
  return name === 'node_modules' || name.startsWith('.');
}

/** Whether a path is the folder or lies in it. */
export function isInside(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
}
