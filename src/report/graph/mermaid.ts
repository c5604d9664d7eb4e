import { visible } from '../../diagnostic/index.ts';
import type { Graph, GraphNode, NodeKind } from '../../plan/index.ts';
import { groupsOf, numbered, templatesOf, wordsOf } from './order.ts';

/**
 * A Mermaid flowchart. Nodes are numbered, so that no name can be a word of Mermaid's, and names stand in quotes with
 * everything but letters, digits and a few marks as a character code (https://mermaid.js.org/syntax/flowchart.html).
 */
export function printMermaid(graph: Graph): string {
  const idOf = numbered(graph);
  const draw = ({ id, kind, name }: GraphNode) => `${idOf(id)}${shapes[kind].join(quoted(name))}`;
  const groups = groupsOf(graph).flatMap(({ file, members, isDrawn }, index) => [
    `  subgraph f${index}[${quoted(file.name)}]`,
    ...(isDrawn ? [`    ${draw(file)}`] : []),
    ...members.map((member) => `    ${draw(member)}`),
    '  end',
  ]);
  const edges = graph.edges.map(
    (edge) => `  ${idOf(edge.from)} -->|${quoted(wordsOf(edge))}| ${idOf(edge.to)}`,
  );
  const inCycle = graph.edges.flatMap(({ isInCycle }, index) => (isInCycle ? [index] : []));
  const missing = graph.nodes.filter(({ isMissing }) => isMissing).map(({ id }) => idOf(id));
  const lines = [
    'flowchart LR',
    ...groups,
    ...templatesOf(graph).map((node) => `  ${draw(node)}`),
    ...edges,
    ...(inCycle.length > 0 ? [`  linkStyle ${inCycle.join(',')} stroke:red`] : []),
    ...(missing.length > 0
      ? ['  classDef missing stroke-dasharray:4', `  class ${missing.join(',')} missing`]
      : []),
  ];
  return `${lines.join('\n')}\n`;
}

/** What stands around the label. */
const shapes: Readonly<Record<NodeKind, readonly [string, string]>> = {
  scenario: ['([', '])'],
  service: ['[', ']'],
  file: ['[/', '/]'],
  template: ['[/', '/]'],
};

const UNSAFE = /(?!(?<=[\p{L}\p{N}])[._-][\p{L}\p{N}])[^\p{L}\p{M}\p{N} ,=/]/gu;

/**
 * Letters and digits of all scripts are safe, and points, dashes and underscores inside a word; any other mark may mean
 * something to Mermaid, or to the Markdown and HTML that it reads in labels.
 */
export function quoted(text: string): string {
  const encoded = visible(text).replace(UNSAFE, (mark) => `#${mark.codePointAt(0) ?? 0};`);
  // An empty label is no label to Mermaid.
  return `"${encoded === '' ? ' ' : encoded}"`;
}
