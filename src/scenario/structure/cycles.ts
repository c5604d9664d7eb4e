import type { KeyPath } from '../path.ts';
import { placeOf, type WholeFile } from './context.ts';

/** What depends on itself, directly or through others, could never start. */
export function checkCycles(file: WholeFile): void {
  const services = Object.entries(file.model.service ?? {}).map(([id, { depends_on = [] }]): Node => {
    return { name: id, needs: depends_on, path: ['service', id, 'depends_on'] };
  });
  const scenarios = file.model.scenario.map(({ name, depends_on = [] }, index): Node => {
    return { name, needs: depends_on, path: ['scenario', index, 'depends_on'] };
  });
  for (const cycle of cyclesIn(services)) reportCycle(file, 'services', cycle);
  for (const cycle of cyclesIn(scenarios)) reportCycle(file, 'scenarios', cycle);
}

interface Node {
  readonly name: string;
  readonly needs: readonly string[];
  readonly path: KeyPath;
}

function reportCycle(file: WholeFile, kind: string, cycle: readonly Node[]): void {
  const [first] = cycle;
  if (!first) return;
  file.report('SW4004', () => ({
    message: `${kind} depend on each other: ${[...cycle, first].map(({ name }) => name).join(' -> ')}`,
    place: placeOf(file, first.path),
    hint: 'remove one of these dependencies',
    related: cycle
      .slice(1, 4)
      .map(({ name, path }) => ({ message: `${name} depends on the next`, place: placeOf(file, path) })),
  }));
}

/** A dense tangle has more cycles than anyone reads, and more than memory holds. */
const MOST_CYCLES = 20;

/** A node on the way from where the walk began, and which of its needs is looked at next. */
interface Frame {
  readonly node: Node;
  next: number;
}

/** One cycle for each edge that leads back to a node on the way to it; nodes in file order. */
function cyclesIn(nodes: readonly Node[]): Node[][] {
  if (nodes.every(({ needs }) => needs.length === 0)) return [];
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const finished = new Set<Node>();
  const cycles: Node[][] = [];
  for (const start of nodes) {
    if (!finished.has(start)) walkFrom(start, { byName, finished, cycles });
  }
  return cycles;
}

interface Walk {
  readonly byName: ReadonlyMap<string, Node>;
  readonly finished: Set<Node>;
  readonly cycles: Node[][];
}

/** Depth first, without recursion, so that a long chain cannot exhaust the stack. */
function walkFrom(start: Node, { byName, finished, cycles }: Walk): void {
  const way: Frame[] = [{ node: start, next: 0 }];
  const onWay = new Set([start]);
  for (let top = way.at(-1); top !== undefined && cycles.length < MOST_CYCLES; top = way.at(-1)) {
    const name = top.node.needs[top.next++];
    const node = name === undefined ? undefined : byName.get(name);
    if (name === undefined) {
      way.pop();
      onWay.delete(top.node);
      finished.add(top.node);
    } else if (node && onWay.has(node)) {
      cycles.push(way.slice(way.findIndex((frame) => frame.node === node)).map((frame) => frame.node));
    } else if (node && !finished.has(node)) {
      onWay.add(node);
      way.push({ node, next: 0 });
    }
  }
}
