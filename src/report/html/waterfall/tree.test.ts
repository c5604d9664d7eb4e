import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rowsOf } from './rows.ts';
import { treeOf } from './tree.ts';

/** Parents as senders may name them: missing, themselves, in circles. */
const anyInput = fc
  .array(fc.record({ parent: fc.integer({ min: -1, max: 30 }), start: fc.integer({ min: -1, max: 50 }) }), {
    maxLength: 30,
  })
  .map((spans) => ({
    parent: spans.map(({ parent }) => (parent < spans.length ? parent : -1)),
    start: spans.map(({ start }) => start),
  }));

const everything = () => true;
const sorted = (numbers: Iterable<number>) => [...numbers].sort((a, b) => a - b);

describe('treeOf', () => {
  it('puts every span that is shown in a row once, below its parent there', () => {
    fc.assert(
      fc.property(anyInput, fc.func(fc.boolean()), (input, wanted) => {
        const isShown = (position: number) => wanted(position);
        const { order, parent, depth } = treeOf({ ...input, isShown });
        expect(sorted(order)).toEqual([...input.parent.keys()].filter(isShown));
        for (const [row, position] of order.entries()) {
          const above = parent[position] ?? -1;
          if (above === -1) expect(depth[position]).toBe(0);
          else {
            expect(order.indexOf(above)).toBeLessThan(row);
            expect(depth[position]).toBe((depth[above] ?? 0) + 1);
          }
        }
      }),
    );
  });

  it('has all that is below a span in the rows after it', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const { order, parent, below } = treeOf({ ...input, isShown: everything });
        for (const [row, position] of order.entries()) {
          const after = order.slice(row + 1, row + 1 + (below[position] ?? 0));
          for (const each of after) expect(isBelow(each, position, parent)).toBe(true);
          const next = order[row + 1 + (below[position] ?? 0)];
          if (next !== undefined) expect(isBelow(next, position, parent)).toBe(false);
        }
      }),
    );
  });

  it('puts siblings in the order in which they begin', () => {
    const { order } = treeOf({ parent: [-1, 0, 0, 0], start: [0, 30, 10, 20], isShown: everything });
    expect(order).toEqual([0, 2, 3, 1]);
  });

  it('moves children of what is not shown up to the nearest that is', () => {
    const { parent, depth } = treeOf({ parent: [-1, 0, 1], start: [0, 0, 0], isShown: (each) => each !== 1 });
    expect([parent[2], depth[2]]).toEqual([0, 1]);
  });

  it('bears a chain of any length', () => {
    const size = 20_000;
    const parent = Array.from({ length: size }, (_, index) => index - 1);
    const { depth } = treeOf({ parent, start: parent, isShown: everything });
    expect(depth[size - 1]).toBe(size - 1);
  });
});

describe('rowsOf', () => {
  const tree = treeOf({ parent: [-1, 0, 1, 0], start: [0, 1, 2, 3], isShown: everything });

  it('leaves out what is folded away', () => {
    expect(rowsOf(tree, { folded: new Set(), found: undefined })).toEqual([0, 1, 2, 3]);
    expect(rowsOf(tree, { folded: new Set([1]), found: undefined })).toEqual([0, 1, 3]);
    expect(rowsOf(tree, { folded: new Set([0, 1]), found: undefined })).toEqual([0]);
  });

  it('shows what was found and what it stands below, folded or not', () => {
    expect(rowsOf(tree, { folded: new Set([0]), found: new Set([2]) })).toEqual([0, 1, 2]);
    expect(rowsOf(tree, { folded: new Set(), found: new Set() })).toEqual([]);
  });
});

function isBelow(position: number, ancestor: number, parent: Int32Array): boolean {
  for (let at = parent[position] ?? -1; at !== -1; at = parent[at] ?? -1) if (at === ancestor) return true;
  return false;
}
