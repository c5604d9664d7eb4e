import type { KeyPath } from '../../scenario/index.ts';
import { opaqueLeaf } from './leaf.ts';
import type { TreeFile, TreeNode } from './node.ts';
import { keyText } from './text.ts';

/** A table of the model, and where it stands. */
export interface Placed {
  readonly source: TreeFile;
  readonly path: KeyPath;
}

const NONE: ReadonlySet<string> = new Set();

/**
 * What is left of a table once its expectations are taken out: settings that decide what is run, and of which nobody can
 * say whether a change asks for more or less. One leaf a key; of `env` and the like one for each of their keys. `others`
 * are the keys that stand elsewhere in the tree, or nowhere.
 */
export function settingLeaves(
  table: object,
  placed: Placed,
  { prefix = '', others = NONE }: { readonly prefix?: string; readonly others?: ReadonlySet<string> } = {},
): TreeNode[] {
  const leaves: TreeNode[] = [];
  const add = (from: object, { source, path }: Placed, before: string, except: ReadonlySet<string>): void => {
    for (const key of Object.keys(from)) {
      if (except.has(key)) continue;
      const value: unknown = Reflect.get(from, key);
      if (value === undefined) continue;
      const label = `${before}${keyText(key)}`;
      const at = { source, path: [...path, key] };
      if (isTable(value)) add(value, at, `${label}.`, NONE);
      else leaves.push(opaqueLeaf({ ...at, label }, value));
    }
  };
  add(table, placed, prefix, others);
  return leaves;
}

function isTable(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
