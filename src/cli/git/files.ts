import { posix } from 'node:path';
import type { DirEntry, FileStat, Files } from '../../host/index.ts';
import type { Entries, IndexEntry } from './entries.ts';
import type { ObjectId } from './objects.ts';

export interface IndexFilesInput {
  /** Absolute; what lies outside of it does not exist here. */
  readonly root: string;
  readonly entries: Entries;
  /** The content of a file, by its path from the root too. */
  readonly read: (object: ObjectId, path: string) => Uint8Array;
  /** Where a link leads; undefined when that cannot be had, so that it leads nowhere. */
  readonly readLink: (object: ObjectId, path: string) => string | undefined;
  /** What happens to who reads a file of which there are several versions; by its path from the root. */
  readonly conflict: (path: string) => never;
}

/** More links than this lead in a circle. */
const MOST_LINKS = 40;

type Node = { readonly kind: 'directory'; readonly children: Map<string, Node> } | IndexEntry;

/**
 * The index as a file system that is only read. Folders are those that files lie in; links are followed inside the
 * repository; a submodule is an empty folder. A file in conflict is a file that cannot be read.
 */
export function indexFiles({ root, entries, read, readLink, conflict }: IndexFilesInput): Files {
  const tree = treeOf(entries);
  const find = (path: string) => follow(path, { root, tree, readLink });
  return {
    read(path) {
      const found = find(path);
      if (found?.node.kind === 'conflict') conflict(found.path);
      return found?.node.kind === 'file' ? read(found.node.object, found.path) : undefined;
    },
    stat(path) {
      const node = find(path)?.node;
      return node && statOf(node);
    },
    list(path) {
      const node = find(path)?.node;
      if (node?.kind === 'submodule') return [];
      return node?.kind === 'directory'
        ? [...node.children].map(([name, child]) => entryOf(name, child))
        : undefined;
    },
    realPath(path) {
      const found = find(path);
      return found && posix.join(root, found.path);
    },
    write: refuse,
    remove: refuse,
  };
}

function refuse(): never {
  throw new Error('the index of git is only read');
}

function treeOf(entries: Entries): Node {
  const tree = { kind: 'directory', children: new Map<string, Node>() } as const;
  for (const [path, entry] of entries) {
    const names = path.split('/');
    const last = names.pop() ?? '';
    let children = tree.children;
    for (const name of names) children = folderIn(children, name);
    children.set(last, entry);
  }
  return tree;
}

function folderIn(children: Map<string, Node>, name: string): Map<string, Node> {
  const known = children.get(name);
  if (known?.kind === 'directory') return known.children;
  const folder = { kind: 'directory', children: new Map<string, Node>() } as const;
  children.set(name, folder);
  return folder.children;
}

interface Found {
  readonly node: Node;
  /** From the root, without links. */
  readonly path: string;
}

interface FollowContext extends Pick<IndexFilesInput, 'root' | 'readLink'> {
  readonly tree: Node;
}

/** Step by step, because any part of a path may be a link, whose target takes the place of the steps so far. */
function follow(path: string, { root, tree, readLink }: FollowContext): Found | undefined {
  let names = namesBelow(root, path);
  let found: Found = { node: tree, path: '' };
  let links = 0;
  for (let name = names?.shift(); name !== undefined; name = names?.shift()) {
    if (found.node.kind !== 'directory') return undefined;
    const node: Node | undefined = found.node.children.get(name);
    if (node === undefined) return undefined;
    const here = posix.join(found.path, name);
    if (node.kind !== 'link') {
      found = { node, path: here };
      continue;
    }
    links++;
    const target = links > MOST_LINKS ? undefined : readLink(node.object, here);
    if (target === undefined) return undefined;
    names = namesBelow(root, posix.resolve(root, found.path, target, ...(names ?? [])));
    found = { node: tree, path: '' };
  }
  return names && found;
}

/** The steps from the root to a path; undefined for a path that lies outside. */
function namesBelow(root: string, path: string): string[] | undefined {
  const below = posix.relative(root, path);
  if (below === '..' || below.startsWith('../')) return undefined;
  return below === '' ? [] : below.split('/');
}

function statOf(node: Node): FileStat {
  const kind = node.kind === 'directory' || node.kind === 'submodule' ? 'directory' : 'file';
  return { kind, size: 0, modifiedMs: 0 };
}

function entryOf(name: string, { kind }: Node): DirEntry {
  switch (kind) {
    case 'directory':
    case 'submodule':
      return { name, kind: 'directory' };
    case 'file':
    case 'conflict':
      return { name, kind: 'file' };
    case 'link':
      return { name, kind: 'link' };
    default:
      return unreachable(kind);
  }
}

function unreachable(kind: never): never {
  throw new Error(`an entry of kind ${kind}`);
}
