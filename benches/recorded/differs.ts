import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

/** A general differ from npm, by its name; `diff` gives something falsy or empty for equal values. */
export interface Differ {
  readonly name: string;
  readonly diff: (old: unknown, now: unknown) => unknown;
}

/** microdiff and jsondiffpatch, which knows objects by their names; none, with a word about it, where they cannot be had. */
export async function generalDiffers(): Promise<Differ[]> {
  const folder = fileURLToPath(new URL('../peers/', import.meta.url));
  const { status } = spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0) {
    console.log('microdiff and jsondiffpatch cannot be installed here: no figures of theirs');
    return [];
  }
  const found = createRequire(`${folder}package.json`);
  const { default: loaded } = await import(found.resolve('microdiff'));
  // As CommonJS its default export is a member of what is loaded.
  const microdiff = loaded.default ?? loaded;
  const { create } = await import(found.resolve('jsondiffpatch'));
  const differ = create({ objectHash: hashOf });
  return [
    { name: 'microdiff', diff: (old, now) => microdiff(old, now) },
    { name: 'jsondiffpatch', diff: (old, now) => differ.diff(old, now) },
  ];
}

/** Spans and scenarios by their names, files by those that they give themselves, anything else by its position. */
function hashOf(
  item: { readonly name?: string; readonly meta?: { readonly name?: string } },
  index?: number,
): string {
  return item.name ?? item.meta?.name ?? String(index);
}
