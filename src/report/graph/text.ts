import { visible } from '../../diagnostic/index.ts';
import type { Graph, GraphEdge, GraphNode, NodeId } from '../../plan/index.ts';
import { groupsOf, wordsOf } from './order.ts';

/**
 * An indented tree for people: a scenario file, the templates it is made of, its scenarios and services, and below each
 * what it leads to. Templates that were shown for the file are not opened again, so the text is bounded. Cycles come last.
 */
export function printText(graph: Graph): string {
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  const context: Context = {
    edges: Map.groupBy(graph.edges, ({ from }) => from),
    nameOf: (id) => visible(nodes.get(id)?.name ?? id),
    isMissing: (id) => nodes.get(id)?.isMissing ?? false,
  };
  const blocks = groupsOf(graph).map(({ file, members }) => [
    visible(file.name),
    ...templateLines(file, context),
    ...members.filter(({ isMissing }) => !isMissing).flatMap((member) => memberLines(member, context)),
  ]);
  const cycles = graph.cycles.map((cycle) => `cycle: ${cycle.map(context.nameOf).join(' -> ')}`);
  return [...blocks, ...(cycles.length > 0 ? [cycles] : [])]
    .map((lines) => `${lines.join('\n')}\n`)
    .join('\n');
}

interface Context {
  readonly edges: ReadonlyMap<NodeId, readonly GraphEdge[]>;
  readonly nameOf: (id: NodeId) => string;
  readonly isMissing: (id: NodeId) => boolean;
}

function memberLines({ id, kind }: GraphNode, context: Context): string[] {
  const edges = context.edges.get(id) ?? [];
  return [`  ${kind} ${context.nameOf(id)}`, ...edges.map((edge) => `    ${edgeText(edge, context)}`)];
}

function edgeText(edge: GraphEdge, { nameOf, isMissing }: Context): string {
  const note = isMissing(edge.to) ? ' (missing)' : edge.isInCycle ? ' (cycle)' : '';
  return `${visible(wordsOf(edge))} ${nameOf(edge.to)}${note}`;
}

/** Depth first, each template opened once; without recursion, because templates may name each other in a long chain. */
function templateLines({ id }: GraphNode, context: Context): string[] {
  const lines: string[] = [];
  const opened = new Set([id]);
  const open = (from: NodeId, depth: number) =>
    (context.edges.get(from) ?? []).map((edge) => ({ edge, depth })).reverse();
  const stack = open(id, 1);
  for (let each = stack.pop(); each !== undefined; each = stack.pop()) {
    const { edge, depth } = each;
    lines.push(`${'  '.repeat(depth)}${edgeText(edge, context)}`);
    if (opened.has(edge.to)) continue;
    opened.add(edge.to);
    stack.push(...open(edge.to, depth + 1));
  }
  return lines;
}
