import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type OrderedTree, treeDistance } from './tree-distance.ts';

/** A node is an object, so that two of the same name stay two. */
interface Named {
  readonly name: string;
}

type Tree = OrderedTree<Named>;

const forest = (nodes: number): fc.Arbitrary<Tree[]> =>
  nodes <= 0
    ? fc.constant([])
    : fc
        .integer({ min: 0, max: nodes - 1 })
        .chain((inside) =>
          fc
            .tuple(fc.constantFrom('a', 'b', 'c'), forest(inside), forest(nodes - 1 - inside))
            .map(([name, children, siblings]): Tree[] => [{ value: { name }, children }, ...siblings]),
        );
const tree = (most: number): fc.Arbitrary<Tree> =>
  fc
    .tuple(fc.constantFrom('a', 'b', 'c'), fc.nat(most - 1).chain(forest))
    .map(([name, children]) => ({ value: { name }, children }));

const options = {
  relabel: (a: Named, b: Named) => (a.name === b.name ? 0 : 1),
  isOver: () => false,
};

interface Flat {
  readonly name: string;
  /** Preorder and postorder positions tell order and ancestry. */
  readonly enter: number;
  readonly leave: number;
  readonly value: Named;
}

function flat(root: Tree): Flat[] {
  const found: Flat[] = [];
  let time = 0;
  const visit = ({ value, children }: Tree) => {
    const enter = time++;
    for (const child of children) visit(child);
    found.push({ name: value.name, enter, leave: time++, value });
  };
  visit(root);
  return found;
}

function relation(a: Flat, b: Flat): string {
  if (a.enter < b.enter) return a.leave > b.leave ? 'above' : 'before';
  return b.leave > a.leave ? 'below' : 'after';
}

/** Tries every mapping that keeps order and ancestry. */
function bruteForce(a: Tree, b: Tree): number {
  const [first, second] = [flat(a), flat(b)];
  const most = first.length + second.length;
  const best = (index: number, taken: readonly (readonly [Flat, Flat])[]): number => {
    const node = first[index];
    if (!node) {
      const relabelled = taken.filter(([x, y]) => x.name !== y.name).length;
      return most - 2 * taken.length + relabelled;
    }
    const fits = second.filter((other) =>
      taken.every(([x, y]) => y !== other && relation(x, node) === relation(y, other)),
    );
    return Math.min(
      best(index + 1, taken),
      ...fits.map((other) => best(index + 1, [...taken, [node, other]])),
    );
  };
  return best(0, []);
}

test('the distance is the least that any mapping costs, and the mapping costs it', () => {
  fc.assert(
    fc.property(tree(5), tree(5), (a, b) => {
      const result = treeDistance(a, b, options);
      expect(result?.distance).toBe(bruteForce(a, b));
      const mapping = result?.mapping ?? [];
      const [first, second] = [flat(a), flat(b)];
      const nodes = mapping.map(([x, y]) => {
        return [first.find(({ value }) => value === x), second.find(({ value }) => value === y)] as const;
      });
      const relabelled = mapping.filter(([x, y]) => x.name !== y.name).length;
      expect(first.length + second.length - 2 * mapping.length + relabelled).toBe(result?.distance);
      for (const [x, y] of nodes)
        for (const [u, v] of nodes)
          if (x && y && u && v && x !== u) expect(relation(x, u)).toBe(relation(y, v));
    }),
    { numRuns: 300 },
  );
});

test('of a tree to itself it is 0, and the same in both directions', () => {
  fc.assert(
    fc.property(tree(25), tree(25), (a, b) => {
      expect(treeDistance(a, structuredClone(a), options)?.distance).toBe(0);
      expect(treeDistance(a, b, options)?.distance).toBe(treeDistance(b, a, options)?.distance);
    }),
    { numRuns: 100 },
  );
});

test('the example of the article: f(d(a c(b)) e) and f(c(d(a b)) e) are 2 apart', () => {
  const of = (name: string, ...children: Tree[]): Tree => ({ value: { name }, children });
  const a = of('f', of('d', of('a'), of('c', of('b'))), of('e'));
  const b = of('f', of('c', of('d', of('a'), of('b'))), of('e'));
  expect(treeDistance(a, b, options)?.distance).toBe(2);
});

test('it ends when it is told that time is over', () => {
  const leaf: Tree = { value: { name: 'a' }, children: [] };
  expect(treeDistance(leaf, leaf, { ...options, isOver: () => true })).toBeUndefined();
});
