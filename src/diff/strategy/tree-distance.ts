/**
 * Edit distance of two ordered trees, after K. Zhang and D. Shasha, "Simple fast algorithms for the editing distance
 * between trees and related problems", SIAM J. Comput. 18 (1989): the fewest insertions, deletions and relabellings,
 * each of which costs 1, and a mapping that costs as much.
 */
export interface OrderedTree<T> {
  readonly value: T;
  readonly children: readonly OrderedTree<T>[];
}

export interface TreeDistance<T> {
  readonly distance: number;
  /** Which nodes became which; order and ancestry are the same on both sides. */
  readonly mapping: readonly (readonly [T, T])[];
}

export interface DistanceOptions<T> {
  /** What turning the one into the other costs: 0 when they are the same, 1 or more otherwise; 2 is as good as never. */
  readonly relabel: (a: T, b: T) => number;
  /** Asked between stretches of work; true ends it. */
  readonly isOver: () => boolean;
}

/** Undefined when there was no time to finish. */
export function treeDistance<T>(
  a: OrderedTree<T>,
  b: OrderedTree<T>,
  options: DistanceOptions<T>,
): TreeDistance<T> | undefined {
  const first = postorder(a);
  const second = postorder(b);
  const trees = new Float64Array(first.values.length * second.values.length);
  const work: Work<T> = { first, second, trees, width: second.values.length, relabel: options.relabel };
  for (const i of first.keyroots) {
    if (options.isOver()) return undefined;
    for (const j of second.keyroots) forestTable(work, i, j);
  }
  const distance = trees[trees.length - 1] ?? 0;
  return { distance, mapping: mappingOf(work) };
}

/** Nodes in postorder. */
interface Postorder<T> {
  readonly values: readonly T[];
  /** For each node the index of the leftmost leaf below it, or its own. */
  readonly leftmost: readonly number[];
  /** The highest node of each leftmost leaf, ascending. */
  readonly keyroots: readonly number[];
}

function postorder<T>(root: OrderedTree<T>): Postorder<T> {
  const values: T[] = [];
  const leftmost: number[] = [];
  const visit = ({ value, children }: OrderedTree<T>): number => {
    let left: number | undefined;
    for (const child of children) {
      const of = visit(child);
      left ??= of;
    }
    leftmost.push(left ?? values.length);
    values.push(value);
    return leftmost.at(-1) ?? 0;
  };
  visit(root);
  const highest = new Map(leftmost.map((leaf, index) => [leaf, index]));
  return { values, leftmost, keyroots: [...highest.values()].sort((x, y) => x - y) };
}

interface Work<T> {
  readonly first: Postorder<T>;
  readonly second: Postorder<T>;
  /** Distances of the subtrees at each pair of nodes. */
  readonly trees: Float64Array;
  readonly width: number;
  readonly relabel: (a: T, b: T) => number;
}

/** Distances of all forests that begin at the leftmost leaves of two nodes; fills in those of trees on the way. */
function forestTable<T>(work: Work<T>, i: number, j: number): { cells: Float64Array; columns: number } {
  const { first, second, trees, width } = work;
  const [left, top] = [first.leftmost[i] ?? 0, second.leftmost[j] ?? 0];
  const columns = j - top + 2;
  const cells = new Float64Array((i - left + 2) * columns);
  const cell = (row: number, column: number) => cells[row * columns + column] ?? 0;
  for (let row = 1; row <= i - left + 1; row++) cells[row * columns] = row;
  for (let column = 1; column < columns; column++) cells[column] = column;
  for (let x = left; x <= i; x++) {
    const row = x - left + 1;
    for (let y = top; y <= j; y++) {
      const column = y - top + 1;
      const gone = cell(row - 1, column) + 1;
      const come = cell(row, column - 1) + 1;
      const areTrees = first.leftmost[x] === left && second.leftmost[y] === top;
      const kept = areTrees
        ? cell(row - 1, column - 1) + costOf(work, x, y)
        : cell((first.leftmost[x] ?? 0) - left, (second.leftmost[y] ?? 0) - top) +
          (trees[x * width + y] ?? 0);
      const least = Math.min(gone, come, kept);
      cells[row * columns + column] = least;
      if (areTrees) trees[x * width + y] = least;
    }
  }
  return { cells, columns };
}

function costOf<T>({ first, second, relabel }: Work<T>, x: number, y: number): number {
  const [a, b] = [first.values[x], second.values[y]];
  // Indexes run over the nodes, so both are there.
  return relabel(a as T, b as T);
}

/** Walks back through the tables from the roots, making those of inner trees again when they are needed. */
function mappingOf<T>(work: Work<T>): (readonly [T, T])[] {
  const { first, second } = work;
  const mapping: (readonly [T, T])[] = [];
  const open: [number, number][] = [[first.values.length - 1, second.values.length - 1]];
  for (let pair = open.pop(); pair !== undefined; pair = open.pop()) {
    const [i, j] = pair;
    const [left, top] = [first.leftmost[i] ?? 0, second.leftmost[j] ?? 0];
    const { cells, columns } = forestTable(work, i, j);
    let [x, y] = [i, j];
    while (x >= left || y >= top) {
      const at = (x - left + 1) * columns + (y - top + 1);
      const here = cells[at] ?? 0;
      if (x >= left && here === (cells[at - columns] ?? 0) + 1) x--;
      else if (y >= top && here === (cells[at - 1] ?? 0) + 1) y--;
      else if (first.leftmost[x] === left && second.leftmost[y] === top) {
        mapping.push([first.values[x] as T, second.values[y] as T]);
        x--;
        y--;
      } else {
        open.push([x, y]);
        [x, y] = [(first.leftmost[x] ?? 0) - 1, (second.leftmost[y] ?? 0) - 1];
      }
    }
  }
  return mapping;
}
