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
  /** The value for people, on one line; made only for what is shown. */
  readonly text: () => string;
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
  /** The matrix combination it comes from, such as `[os=linux]`. */
  readonly variant: string | undefined;
  readonly leaf: Leaf | undefined;
  readonly children: readonly TreeNode[];
  /** Where it stands. */
  readonly source: TreeFile | undefined;
  readonly path: KeyPath;
  /** Of everything in it, but not of its own key: a renamed scenario keeps its digest. */
  readonly digest: string;
  /** What it is to its parent: two with the same identity are one. */
  readonly identity: string;
  /** The part of the model it was made of, where comparing that first saves making the children. */
  readonly madeOf: unknown;
}

type Fixed = Pick<TreeNode, 'kind' | 'group' | 'key' | 'label' | 'source' | 'path'>;

interface Given extends Fixed {
  readonly variant?: string | undefined;
  readonly leaf?: Leaf;
  /** A function is called when the children are first asked for; those of scenarios are made anew each time. */
  readonly children?: readonly TreeNode[] | (() => readonly TreeNode[]);
  readonly madeOf?: unknown;
}

const NONE: readonly TreeNode[] = [];

export function node(given: Given): TreeNode {
  return new LazyNode(given);
}

/** Most of what there is is the same on both sides: its children and digests are then never asked for. */
class LazyNode implements TreeNode {
  readonly kind: NodeKind;
  readonly group: string;
  readonly key: string;
  readonly label: string;
  readonly variant: string | undefined;
  readonly leaf: Leaf | undefined;
  readonly source: TreeFile | undefined;
  readonly path: KeyPath;
  readonly madeOf: unknown;
  #children: Given['children'];
  #digest: string | undefined;

  constructor(given: Given) {
    this.kind = given.kind;
    this.group = given.group;
    this.key = given.key;
    this.label = given.label;
    this.variant = given.variant;
    this.leaf = given.leaf;
    this.source = given.source;
    this.path = given.path;
    this.#children = given.children ?? NONE;
    this.madeOf = given.madeOf;
  }

  get children(): readonly TreeNode[] {
    if (typeof this.#children !== 'function') return this.#children ?? NONE;
    const made = this.#children();
    // A thousand scenarios with all their claims at once would cost more to hold than to make again.
    if (this.kind !== 'scenario') this.#children = made;
    return made;
  }

  get digest(): string {
    this.#digest ??= this.leaf ? this.leaf.canonical : digestOf(this.kind, this.children);
    return this.#digest;
  }

  get identity(): string {
    // Lengths go before, so that no text of a file can pass for another structure.
    return `${this.group.length} ${this.key.length} ${this.group}${this.key}${this.digest}`;
  }
}

/** The same node under another key or with other children. */
export function changed(from: TreeNode, given: Partial<Given>): TreeNode {
  const { kind, group, key, label, variant, source, path, madeOf } = from;
  const leaf = from.leaf && { leaf: from.leaf };
  const children = () => from.children;
  return node({ kind, group, key, label, variant, source, path, madeOf, children, ...leaf, ...given });
}

/** Steps count in their order, everything else as a set. */
function digestOf(kind: NodeKind, children: readonly TreeNode[]): string {
  let steps = '';
  const others: string[] = [];
  for (const child of children) {
    // A table in which nothing is claimed is as good as none.
    if (child.kind === 'table' && child.children.length === 0) continue;
    const { identity } = child;
    if (child.kind === 'step') steps += `${identity.length} ${identity}`;
    else others.push(`${identity.length} ${identity}`);
  }
  return sha256(`${kind} ${steps.length} ${steps}${others.sort().join('')}`);
}

/** Leaves out what is there twice. Only what has the same key is looked into. */
export function distinct(nodes: readonly TreeNode[]): readonly TreeNode[] {
  if (nodes.length < 2) return nodes;
  const slots = new Map<string, TreeNode>();
  const found = new Set<string>();
  return nodes.filter((each) => {
    const slot = slotOf(each);
    const first = slots.get(slot);
    if (!first) {
      slots.set(slot, each);
      return true;
    }
    found.add(first.identity);
    return found.size < found.add(each.identity).size;
  });
}

/** What two nodes have in common that pair up by name. */
export function slotOf({ group, key }: TreeNode): string {
  return `${group.length} ${group}${key}`;
}

/** The place of a node in its file; undefined for the root. */
export function placeOf({ source, path }: TreeNode): Place | undefined {
  return source?.locate(path);
}

export function canonicalOf(value: unknown): string {
  if (typeof value === 'string' || typeof value === 'boolean') return JSON.stringify(value);
  // Models are made of TOML values only.
  return canonicalJson(value as CanonicalValue);
}
