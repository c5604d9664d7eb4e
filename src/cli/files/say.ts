import { isAbsolute, relative, sep } from 'node:path';

/** Relative to the working directory when the path lies inside it, else absolute. */
export function shownPath(path: string, cwd: string): string {
  // Nearly every path, and a tenth of the time.
  if (path.startsWith(`${cwd}${sep}`)) return path.slice(cwd.length + 1);
  const fromHere = relative(cwd, path);
  return fromHere === '' ? '.' : fromHere.startsWith('..') || isAbsolute(fromHere) ? path : fromHere;
}
