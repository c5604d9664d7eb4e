import type { NodeId } from './graph.ts';

interface Edge {
  readonly from: NodeId;
  readonly to: NodeId;
}

export interface Cycles {
  /** For every tangle one shortest way round from its first node, in the order of the nodes. */
  readonly cycles: readonly (readonly NodeId[])[];
  readonly isInCycle: (edge: Edge) => boolean;
}

/** The tangles of a graph: groups in which every node leads to every other, or one node that leads to itself. */
export function findCycles(nodes: readonly NodeId[], edges: readonly Edge[]): Cycles {
  const targets = new Map<NodeId, NodeId[]>(nodes.map((node) => [node, []]));
  for (const { from, to } of edges) targets.get(from)?.push(to);
  const groupOf = groups(nodes, targets);
  const isInCycle = ({ from, to }: Edge) => groupOf.get(from) === groupOf.get(to);
  const inside = new Map<NodeId, NodeId[]>();
  for (const { from, to } of edges.filter(isInCycle)) inside.set(from, [...(inside.get(from) ?? []), to]);
  const seen = new Set<number>();
  const cycles: NodeId[][] = [];
  for (const node of nodes) {
    const group = groupOf.get(node);
    if (group === undefined || seen.has(group) || !inside.has(node)) continue;
    seen.add(group);
    cycles.push(wayRound(node, inside));
  }
  return { cycles, isInCycle };
}

/** A node on the way, and which of its targets is looked at next. */
interface Frame {
  readonly node: NodeId;
  next: number;
}

/** Strongly connected components (Tarjan 1972), without recursion, so that a long chain cannot exhaust the stack. */
function groups(
  nodes: readonly NodeId[],
  targets: ReadonlyMap<NodeId, readonly NodeId[]>,
): Map<NodeId, number> {
  const order = new Map<NodeId, number>();
  const lowest = new Map<NodeId, number>();
  const groupOf = new Map<NodeId, number>();
  const open: NodeId[] = [];
  for (const start of nodes) {
    if (order.has(start)) continue;
    const way: Frame[] = [];
    enter(start, way);
    for (let top = way.at(-1); top !== undefined; top = way.at(-1)) {
      const target = targets.get(top.node)?.[top.next++];
      if (target === undefined) leave(top.node, way);
      else if (!order.has(target)) enter(target, way);
      else if (!groupOf.has(target)) lower(top.node, order.get(target));
    }
  }
  return groupOf;

  function enter(node: NodeId, way: Frame[]): void {
    order.set(node, order.size);
    lowest.set(node, order.size - 1);
    open.push(node);
    way.push({ node, next: 0 });
  }

  function leave(node: NodeId, way: Frame[]): void {
    way.pop();
    const parent = way.at(-1);
    if (parent) lower(parent.node, lowest.get(node));
    if (lowest.get(node) !== order.get(node)) return;
    const group = order.get(node) ?? 0;
    for (let member = open.pop(); member !== undefined; member = open.pop()) {
      groupOf.set(member, group);
      if (member === node) return;
    }
  }

  function lower(node: NodeId, to = Number.POSITIVE_INFINITY): void {
    lowest.set(node, Math.min(lowest.get(node) ?? to, to));
  }
}

/** Breadth first inside one group, in which there always is a way back. */
function wayRound(start: NodeId, inside: ReadonlyMap<NodeId, readonly NodeId[]>): NodeId[] {
  const cameFrom = new Map<NodeId, NodeId>();
  const open = [start];
  for (let at = 0; at < open.length; at++) {
    const node = open[at];
    if (node === undefined) break;
    for (const target of inside.get(node) ?? []) {
      if (target === start) return [...wayTo(node, start, cameFrom), start];
      if (cameFrom.has(target)) continue;
      cameFrom.set(target, node);
      open.push(target);
    }
  }
  throw new Error('a node of a cycle does not lead back to itself');
}

function wayTo(node: NodeId, start: NodeId, cameFrom: ReadonlyMap<NodeId, NodeId>): NodeId[] {
  const way = [node];
  for (let at = node; at !== start; ) {
    const before = cameFrom.get(at);
    if (before === undefined) break;
    way.push(before);
    at = before;
  }
  return way.reverse();
}
