import type { TreeNode } from '../tree/node.ts';

/** A node with the nodes it lies in: trees have no way upwards. */
export interface Trail {
  readonly node: TreeNode;
  readonly above: Trail | undefined;
}

export function below(above: Trail, node: TreeNode): Trail {
  return { node, above };
}

/** From the file down to the node. */
export function nodesOf(trail: Trail): TreeNode[] {
  const nodes: TreeNode[] = [];
  for (let at: Trail | undefined = trail; at !== undefined; at = at.above) {
    if (at.node.kind !== 'root') nodes.unshift(at.node);
  }
  return nodes;
}
