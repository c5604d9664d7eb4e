import type { Graph } from '../../plan/index.ts';

/** For programs; `version` changes with the meaning of what is there, not when something is added. */
export function printJson({ nodes, edges, cycles }: Graph): string {
  const content = {
    version: 1,
    nodes: nodes.map(({ isMissing, ...node }) => ({ ...node, missing: isMissing })),
    edges: edges.map(({ isInCycle, label, ...edge }) => ({
      ...edge,
      ...(label !== undefined && { label }),
      cycle: isInCycle,
    })),
    cycles,
  };
  return `${JSON.stringify(content, undefined, 2)}\n`;
}
