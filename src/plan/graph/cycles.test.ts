import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findCycles } from './cycles.ts';
import { type NodeId, nodeId } from './graph.ts';

const node = (name: number) => nodeId('service', 'a.span.toml', String(name));

const graphs = fc.integer({ min: 1, max: 8 }).chain((size) => {
  const name = fc.integer({ min: 0, max: size - 1 }).map(node);
  return fc.record({
    nodes: fc.constant(Array.from({ length: size }, (_, index) => node(index))),
    edges: fc.array(fc.record({ from: name, to: name }), { maxLength: 16 }),
  });
});

type Edges = readonly { readonly from: NodeId; readonly to: NodeId }[];

/** Whether one leads to the other over at least one edge. */
function leads(from: NodeId, to: NodeId, edges: Edges): boolean {
  const open = edges.filter((edge) => edge.from === from).map((edge) => edge.to);
  const reached = new Set(open);
  for (const at of open) {
    for (const edge of edges) {
      if (edge.from !== at || reached.has(edge.to)) continue;
      reached.add(edge.to);
      open.push(edge.to);
    }
  }
  return reached.has(to);
}

test('an edge is in a cycle where its end leads back to its beginning, and nowhere else', () => {
  fc.assert(
    fc.property(graphs, ({ nodes, edges }) => {
      const { isInCycle } = findCycles(nodes, edges);
      for (const edge of edges) {
        expect(isInCycle(edge)).toBe(edge.from === edge.to || leads(edge.to, edge.from, edges));
      }
    }),
  );
});

test('every tangle has one way round, made of edges, through each node once', () => {
  fc.assert(
    fc.property(graphs, ({ nodes, edges }) => {
      const { cycles } = findCycles(nodes, edges);
      for (const cycle of cycles) {
        expect(cycle.at(-1)).toBe(cycle[0]);
        expect(new Set(cycle).size).toBe(cycle.length - 1);
        for (const [index, to] of cycle.slice(1).entries()) {
          expect(edges.some((edge) => edge.from === cycle[index] && edge.to === to)).toBe(true);
        }
      }
      const tangled = nodes.filter((each) => leads(each, each, edges));
      const tangles = new Set(
        tangled.map((each) =>
          tangled
            .filter((other) => other === each || (leads(each, other, edges) && leads(other, each, edges)))
            .join(),
        ),
      );
      expect(cycles).toHaveLength(tangles.size);
    }),
  );
});

test('a chain of 100,000 does not exhaust the stack', () => {
  const nodes = Array.from({ length: 100_000 }, (_, index) => node(index));
  const edges = nodes.map((from, index) => ({ from, to: nodes[(index + 1) % nodes.length] ?? from }));
  const { cycles } = findCycles(nodes, edges);
  expect(cycles.map(({ length }) => length)).toEqual([100_001]);
});
