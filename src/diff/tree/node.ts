import type { Place } from '../../diagnostic/index.ts';
import { type CanonicalValue, canonicalJson, sha256 } from '../../digest/index.ts';
import type { KeyPath, LoadedFile } from '../../scenario/index.ts';
import type { Meaning } from '../meaning/meaning.ts';

/** What a tree needs of a file that was loaded. */
export type TreeFile = Pick<LoadedFile, 'file' | 'model' | 'locate'> & {
  /** Of a file with `[matrix]`: the values this one was rendered with. */
  readonly combination?: ReadonlyMap<string, string> | undefined;
};

export type NodeKind =
  | 'root'
  | 'file'
  | 'scenario'
  | 'service'
  | 'step'
  /** A table or list that only holds others, such as `expect.graph`. */
  | 'table'
  /** One `[[expect.span]]`. */
  | 'span'
  /** A claim of several parts that stand or fall together, such as one `[[expect.trace]]`. */
  | 'claim'
  | 'leaf';

/** What having a leaf means, against not having it. */
export type Presence =
  /** More is asked for. */
  | 'tightens'
  /** Less is asked for, as by `skip`. */
  | 'loosens'
  /** It cannot be said. */
  | 'unclear'
  /** Nothing that is judged. */
  | 'nothing'
  /** It always is there: what the file leaves out has a default. */
  | 'always';

export interface Leaf {
  readonly meaning: Meaning;
  readonly presence: Presence;
  /** The value for people, on one line. */
  readonly text: string;
  /** Equal for two leaves exactly when they say the same. */
  readonly canonical: string;
}

/**
 * One thing in an expectation tree. Two nodes under one parent pair up by `group` and `key`; neither position nor
 * spelling matters, but for steps, which are in order.
 */
export interface TreeNode {
  readonly kind: NodeKind;
  /** What it may be replaced by: nodes of one group are claims of the same sort. */
  readonly group: string;
  readonly key: string;
  /** For people: `counts.spans_total`, `scenario "places an order"`. */
  readonly label: string;
  /** The matrix combination it comes from, such as `os=linux`. */
  readonly variant: string | undefined;
  readonly leaf: Leaf | undefined;
  readonly children: readonly TreeNode[];
  /** Where it stands. */
  readonly source: TreeFile | undefined;
  readonly path: KeyPath;
  /** Of everything in it, but not of its own key: a renamed scenario keeps its digest. */
  readonly digest: string;
}

type Given = Pick<TreeNode, 'kind' | 'group' | 'key' | 'label' | 'source' | 'path'> &
  Partial<Pick<TreeNode, 'variant' | 'leaf' | 'children'>>;

export function node({ variant, leaf, children = [], ...given }: Given): TreeNode {
  return {
    ...given,
    variant,
    leaf,
    children,
    digest: leaf ? leaf.canonical : digestOf(given.kind, children),
  };
}

/** Steps count in their order, everything else as a set. */
function digestOf(kind: NodeKind, children: readonly TreeNode[]): string {
  const steps = children.filter((child) => child.kind === 'step').map(identityOf);
  const others = children.filter((child) => child.kind !== 'step').map(identityOf);
  // Length-prefixed by JSON, so that no text of a file can pass for another structure.
  return sha256(JSON.stringify([kind, steps, others.sort()]));
}

/** What a node is to its parent: two with the same identity are one. */
export function identityOf({ group, key, digest }: TreeNode): string {
  return JSON.stringify([group, key, digest]);
}

/** Leaves out what is there twice. */
export function distinct(nodes: readonly TreeNode[]): TreeNode[] {
  const found = new Map<string, TreeNode>();
  for (const each of nodes) {
    const identity = identityOf(each);
    if (!found.has(identity)) found.set(identity, each);
  }
  return [...found.values()];
}

/** The place of a node in its file; undefined for the root. */
export function placeOf({ source, path }: TreeNode): Place | undefined {
  return source?.locate(path);
}

export function canonicalOf(value: unknown): string {
  // Models are made of TOML values only.
  return canonicalJson(value as CanonicalValue);
}
