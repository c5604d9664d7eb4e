import { isAbsolute, relative, sep } from 'node:path';

// How paths and the system's complaints about them are put into words.

/** Relative to the working directory when the path lies inside it, else absolute. */
export function shownPath(path: string, cwd: string): string {
  // Nearly every path, and a tenth of the time.
  if (path.startsWith(`${cwd}${sep}`)) return path.slice(cwd.length + 1);
  const fromHere = relative(cwd, path);
  return fromHere === '' ? '.' : fromHere.startsWith('..') || isAbsolute(fromHere) ? path : fromHere;
}

/** What the system says is wrong, without the path and code that Node puts around it. */
export function systemReason(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  const reason = /^[A-Z]+: (.*?)(?:, \w+(?: '.*')?)?$/s.exec(message)?.[1] ?? message;
  return code ? `${reason} (${code})` : reason;
}
