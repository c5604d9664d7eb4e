/**
 * The graph of scenario files as text: a tree for people, Mermaid and Graphviz for pictures, JSON for programs. Pure; names
 * of others are made harmless in each language.
 */

import type { Graph } from '../../plan/index.ts';
import { printDot } from './dot.ts';
import { printJson } from './json.ts';
import { printMermaid } from './mermaid.ts';
import type { GraphFormat } from './names.ts';
import { printText } from './text.ts';

export { type GraphFormat, graphFormats } from './names.ts';

const printers: Readonly<Record<GraphFormat, (graph: Graph) => string>> = {
  text: printText,
  mermaid: printMermaid,
  dot: printDot,
  json: printJson,
};

/** Text that ends in a newline, or is empty where there is nothing to show. */
export function printGraph(graph: Graph, format: GraphFormat): string {
  return printers[format](graph);
}
