import { readlinkSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';

/** As many as Linux follows. */
const MAX_LINKS = 40;

/**
 * The links that an absolute path leads through, and where it leads at last; none for a path without links. Each of them
 * can be made to lead elsewhere, which changes what the path means.
 */
export function linksOn(path: string): readonly string[] {
  const links: string[] = [];
  let reached: string = sep;
  let rest = path.split(sep).filter((name) => name !== '');
  while (rest.length > 0 && links.length < MAX_LINKS) {
    const [name = '', ...others] = rest;
    reached = join(reached, name);
    rest = others;
    const target = targetOf(reached);
    if (target === undefined) continue;
    links.push(reached);
    rest = [
      ...resolve(dirname(reached), target)
        .split(sep)
        .filter((each) => each !== ''),
      ...rest,
    ];
    reached = sep;
  }
  return links.length === 0 ? [] : [...new Set([...links, join(reached, ...rest)])];
}

function targetOf(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    // It is no link, or not there.
    return undefined;
  }
}
