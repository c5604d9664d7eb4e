import { visible } from '../../diagnostic/index.ts';
import type { Graph, GraphNode, NodeKind } from '../../plan/index.ts';
import { groupsOf, numbered, templatesOf, wordsOf } from './order.ts';

/** A directed graph in Graphviz' language, one cluster for each scenario file (https://graphviz.org/doc/info/lang.html). */
export function printDot(graph: Graph): string {
  const idOf = numbered(graph);
  const draw = (node: GraphNode) =>
    `${idOf(node.id)} [label=${quoted(node.name)}, shape=${shapes[node.kind]}${node.isMissing ? ', style=dashed' : ''}];`;
  const groups = groupsOf(graph).flatMap(({ file, members, isDrawn }, index) => [
    `  subgraph cluster_${index} {`,
    `    label=${quoted(file.name)};`,
    ...(isDrawn ? [`    ${draw(file)}`] : []),
    ...members.map((member) => `    ${draw(member)}`),
    '  }',
  ]);
  const edges = graph.edges.map(
    (edge) =>
      `  ${idOf(edge.from)} -> ${idOf(edge.to)} [label=${quoted(wordsOf(edge))}${edge.isInCycle ? ', color=red' : ''}];`,
  );
  const lines = [
    'digraph spanwright {',
    '  rankdir=LR;',
    ...groups,
    ...templatesOf(graph).map((node) => `  ${draw(node)}`),
    ...edges,
    '}',
  ];
  return `${lines.join('\n')}\n`;
}

const shapes: Readonly<Record<NodeKind, string>> = {
  scenario: 'oval',
  service: 'box',
  file: 'note',
  template: 'note',
};

/** In a label a backslash begins an escape, and an ampersand an entity. */
export function quoted(text: string): string {
  return `"${visible(text).replaceAll('&', '&amp;').replace(/["\\]/g, '\\$&')}"`;
}
