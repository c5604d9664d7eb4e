import { resolve } from 'node:path';
import { type Diagnostic, diagnostic, type Place } from '../../diagnostic/index.ts';
import type { CommandContext } from '../context.ts';
import type { NamedPath } from '../files/discover.ts';
import type { commands } from '../options/table.ts';

/** One side of a comparison, as it was asked for. */
export type SideRequest =
  | { readonly kind: 'path'; readonly path: NamedPath }
  | { readonly kind: 'revision'; readonly revision: string; readonly place: Place | undefined }
  /** Where `branch` left `from`. */
  | {
      readonly kind: 'fork';
      readonly from: string;
      readonly branch: string;
      readonly place: Place | undefined;
    }
  /** The files as they are. */
  | { readonly kind: 'folder' }
  /** As they were when they last passed. */
  | { readonly kind: 'lastGood' };

export interface DiffRequest {
  readonly old: SideRequest;
  readonly new: SideRequest;
  /** Of revisions, only what lies here. */
  readonly within: NamedPath | undefined;
}

type Context = Pick<CommandContext<typeof commands.diff.options>, 'settings' | 'host'>;

interface Word {
  readonly text: string;
  readonly place: Place | undefined;
  /** Set when there is a file or folder of that name. */
  readonly path: NamedPath | undefined;
}

const FOLDER: SideRequest = { kind: 'folder' };

/** What the arguments mean: what exists as a file or folder is a path, everything else a revision or a range. */
export function requestOf(context: Context): DiffRequest | Diagnostic {
  const { sides, base, 'last-good': lastGood } = context.settings;
  const words = sides.value.map((text, index) => wordOf(text, sides.origin.places[index], context));
  const [first, second, third] = words;
  if (third) return usage('there are at most two sides', third.place);
  if (lastGood.value) {
    if (base.value !== undefined)
      return usage('--last-good takes the place of --base', base.origin.places[0]);
    if (second || (first && !first.path))
      return usage('--last-good takes the place of a side', (second ?? first)?.place);
    return { old: { kind: 'lastGood' }, new: FOLDER, within: first?.path };
  }
  if (base.value !== undefined) {
    if (second || (first && !first.path))
      return usage('--base takes the place of both sides', (second ?? first)?.place);
    const old = forkOf(base.value, 'HEAD', base.origin.places[0]);
    return { old, new: FOLDER, within: first?.path };
  }
  if (!first) return { old: revision('HEAD', undefined), new: FOLDER, within: undefined };
  return second ? twoSides(first, second) : oneSide(first);
}

function oneSide({ text, place, path }: Word): DiffRequest {
  if (path) return { old: revision('HEAD', place), new: FOLDER, within: path };
  const [, from, dots, to] = /^(.*?)(\.{2,3})(.*)$/.exec(text) ?? [];
  if (from === undefined || to === undefined) {
    return { old: revision(text, place), new: FOLDER, within: undefined };
  }
  const [left, right] = [from === '' ? 'HEAD' : from, to === '' ? 'HEAD' : to];
  const old = dots === '...' ? forkOf(left, right, place) : revision(left, place);
  return { old, new: revision(right, place), within: undefined };
}

function twoSides(first: Word, second: Word): DiffRequest | Diagnostic {
  if (first.path && second.path) {
    return {
      old: { kind: 'path', path: first.path },
      new: { kind: 'path', path: second.path },
      within: undefined,
    };
  }
  if (first.path) return usage('a revision comes before the path in it', second.place);
  const old = oneSide(first);
  if (!second.path) {
    if (old.new.kind !== 'folder') return usage('a range has two sides already', second.place);
    return { old: old.old, new: revision(second.text, second.place), within: undefined };
  }
  return { ...old, within: second.path };
}

function revision(text: string, place: Place | undefined): SideRequest {
  return { kind: 'revision', revision: text, place };
}

function forkOf(from: string, branch: string, place: Place | undefined): SideRequest {
  return { kind: 'fork', from, branch, place };
}

function wordOf(text: string, place: Place | undefined, { host }: Context): Word {
  const path = { text, base: host.cwd, place };
  return { text, place, path: exists(resolve(host.cwd, text), host) ? path : undefined };
}

function exists(path: string, { files }: Context['host']): boolean {
  try {
    return files.stat(path) !== undefined;
  } catch {
    // What cannot be looked at is no revision either: reading it says why.
    return true;
  }
}

function usage(message: string, place: Place | undefined): Diagnostic {
  return diagnostic({
    code: 'SW0007',
    message,
    place,
    expected: 'a range, two revisions, a revision and a path, or two paths',
  });
}
