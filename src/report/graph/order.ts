import type { Graph, GraphEdge, GraphNode, NodeId } from '../../plan/index.ts';

/** A scenario file with what stands in it, in the order of the file. */
export interface FileGroup {
  readonly file: GraphNode;
  readonly members: readonly GraphNode[];
  /** In a picture the file itself is a node too: templates lead to it or away from it, or there is nothing in it. */
  readonly isDrawn: boolean;
}

export function groupsOf({ nodes, edges }: Graph): FileGroup[] {
  const inside = Map.groupBy(nodes.filter(isMember), ({ file }) => file);
  const linked = new Set(edges.flatMap(({ from, to }) => [from, to]));
  return nodes
    .filter(({ kind }) => kind === 'file')
    .map((file) => {
      const members = inside.get(file.file) ?? [];
      return { file, members, isDrawn: members.length === 0 || linked.has(file.id) };
    });
}

function isMember({ kind }: GraphNode): boolean {
  return kind === 'scenario' || kind === 'service';
}

/** The files that only others name. */
export function templatesOf({ nodes }: Graph): GraphNode[] {
  return nodes.filter(({ kind }) => kind === 'template');
}

/** A name for each node that is a word in every language: `n0`, `n1`, … */
export function numbered({ nodes }: Graph): (id: NodeId) => string {
  const numbers = new Map(nodes.map(({ id }, index) => [id, `n${index}`]));
  return (id) => {
    const number = numbers.get(id);
    if (number === undefined) throw new Error(`an edge leads to ${id}, which is no node`);
    return number;
  };
}

const verbs = {
  'depends-on': 'depends on',
  starts: 'starts',
  'runs-in': 'runs in',
  includes: 'includes',
  imports: 'imports',
  extends: 'extends',
  reads: 'reads',
} as const;

/** An edge in words: `depends on`, or the step that `runs in` a service. */
export function wordsOf({ kind, label }: Pick<GraphEdge, 'kind' | 'label'>): string {
  return label === undefined ? verbs[kind] : `${label} ${verbs[kind]}`;
}
