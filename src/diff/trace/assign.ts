/**
 * Which row goes with which column at the least total cost: the Hungarian algorithm with potentials, cubic in the smaller
 * side. Gives for each row its column, or -1 where there are fewer columns than rows.
 */
export function assign(
  rows: number,
  columns: number,
  cost: (row: number, column: number) => number,
): number[] {
  if (rows > columns) {
    const flipped = assign(columns, rows, (row, column) => cost(column, row));
    const result = new Array<number>(rows).fill(-1);
    for (const [column, row] of flipped.entries()) result[row] = column;
    return result;
  }
  // Positions count from 1 here; 0 stands for none.
  const rowPotential = new Float64Array(rows + 1);
  const columnPotential = new Float64Array(columns + 1);
  const rowOf = new Int32Array(columns + 1);
  const before = new Int32Array(columns + 1);
  for (let row = 1; row <= rows; row++) {
    const slack = new Float64Array(columns + 1).fill(Number.POSITIVE_INFINITY);
    const used = new Uint8Array(columns + 1);
    rowOf[0] = row;
    let column = 0;
    do {
      used[column] = 1;
      const current = rowOf[column] ?? 0;
      let delta = Number.POSITIVE_INFINITY;
      let next = 0;
      for (let each = 1; each <= columns; each++) {
        if (used[each]) continue;
        const reduced =
          cost(current - 1, each - 1) - (rowPotential[current] ?? 0) - (columnPotential[each] ?? 0);
        if (reduced < (slack[each] ?? 0)) {
          slack[each] = reduced;
          before[each] = column;
        }
        if ((slack[each] ?? 0) < delta) {
          delta = slack[each] ?? 0;
          next = each;
        }
      }
      for (let each = 0; each <= columns; each++) {
        if (used[each]) {
          const held = rowOf[each] ?? 0;
          rowPotential[held] = (rowPotential[held] ?? 0) + delta;
          columnPotential[each] = (columnPotential[each] ?? 0) - delta;
        } else {
          slack[each] = (slack[each] ?? 0) - delta;
        }
      }
      column = next;
    } while ((rowOf[column] ?? 0) !== 0);
    while (column !== 0) {
      const previous = before[column] ?? 0;
      rowOf[column] = rowOf[previous] ?? 0;
      column = previous;
    }
  }
  const result = new Array<number>(rows).fill(-1);
  for (let column = 1; column <= columns; column++) {
    const row = rowOf[column] ?? 0;
    if (row > 0) result[row - 1] = column - 1;
  }
  return result;
}
