import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

// The pages of the documentation whose claims are held: README and docs/, but for those that a script writes from sources or
// measurements, which say so in their first line.

export const root = resolve(import.meta.dirname, '../..');

export function read(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

/** Paths from the root of the repository, sorted. */
export const writtenPages: readonly string[] = globSync(['README.md', 'docs/**/*.md'], { cwd: root })
  .sort()
  .filter((page) => !/^<!-- (Generated|Written) by `npm run/.test(read(page)));

export interface Block {
  /** The word behind the fence, such as `sh`; empty where there is none. */
  readonly language: string;
  readonly text: string;
}

const FENCED = /^(`{3,})(\w*)\n([\s\S]*?)^\1$/gm;

export function blocksOf(page: string): Block[] {
  return [...read(page).matchAll(FENCED)].map(([, , language = '', text = '']) => ({ language, text }));
}

/** What stands outside of fenced blocks. */
export function withoutBlocks(page: string): string {
  return read(page).replace(FENCED, '');
}

/** The same as one line, without the numbers of lists, for texts that are wrapped somewhere. */
export function folded(page: string): string {
  return withoutBlocks(page)
    .replace(/^\s*\d+\.\s/gm, ' ')
    .replace(/\s+/g, ' ');
}
