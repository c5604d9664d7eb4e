import type { KeyPath } from '../../scenario/index.ts';
import { opaqueLeaf } from './leaf.ts';
import type { TreeFile, TreeNode } from './node.ts';
import { keyText } from './text.ts';

/** A table of the model, and where it stands. */
export interface Placed {
  readonly source: TreeFile;
  readonly path: KeyPath;
}

/**
 * What is left of a table once its expectations are taken out: settings that decide what is run, and of which nobody can
 * say whether a change asks for more or less. One leaf a key; of `env` and the like one for each of their keys.
 */
export function settingLeaves(table: object, { source, path }: Placed, prefix = ''): TreeNode[] {
  return Object.entries(table).flatMap(([key, value]): TreeNode[] => {
    if (value === undefined) return [];
    const label = `${prefix}${keyText(key)}`;
    const at = { source, path: [...path, key] };
    if (isTable(value)) return settingLeaves(value, at, `${label}.`);
    return [opaqueLeaf({ ...at, label }, value)];
  });
}

function isTable(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
