/** Positions of spans, sorted by whether walking up from them ever ends. */
export interface Peeled {
  /** Every position that is not on a parent cycle, children before parents. */
  readonly leavesFirst: Int32Array;
  /** Parent cycles, which only a faulty or lying sender makes. Each member is the parent of the next, the last of the first. */
  readonly cycles: readonly (readonly number[])[];
}

/**
 * Takes away leaves until none is left; what remains is exactly the spans on parent cycles. `parents` is that of a trace.
 * Linear, no recursion.
 */
export function peel(parents: Int32Array): Peeled {
  const pending = new Int32Array(parents.length);
  for (const parent of parents) if (parent >= 0) pending[parent] = (pending[parent] ?? 0) + 1;
  const leavesFirst = new Int32Array(parents.length);
  let count = 0;
  for (let at = 0; at < parents.length; at++) if (pending[at] === 0) leavesFirst[count++] = at;
  // Grows while it is walked: a parent joins once its last child has been passed.
  for (let passed = 0; passed < count; passed++) {
    const parent = parents[leavesFirst[passed] ?? -1] ?? -1;
    if (parent < 0) continue;
    const left = (pending[parent] ?? 0) - 1;
    pending[parent] = left;
    if (left === 0) leavesFirst[count++] = parent;
  }
  return { leavesFirst: leavesFirst.subarray(0, count), cycles: cyclesAmong(pending, parents) };
}

/** What is still pending has its parent among the others, and is the parent of exactly one of them. */
function cyclesAmong(pending: Int32Array, parents: Int32Array): number[][] {
  const cycles: number[][] = [];
  const seen = new Uint8Array(parents.length);
  for (let start = 0; start < parents.length; start++) {
    if ((pending[start] ?? 0) === 0 || seen[start]) continue;
    seen[start] = 1;
    const upwards: number[] = [];
    for (let at = parents[start] ?? -1; at >= 0 && !seen[at]; at = parents[at] ?? -1) {
      seen[at] = 1;
      upwards.push(at);
    }
    cycles.push([start, ...upwards.reverse()]);
  }
  return cycles;
}

/** The rotation of a circle that sorts first, in linear time. Source: the two-pointer form of Booth's least rotation. */
export function lowestRotation<T>(circle: readonly T[], compare: (a: T, b: T) => number): readonly T[] {
  const order = (first: number, second: number): number => {
    const [a, b] = [circle[first % circle.length], circle[second % circle.length]];
    return a === undefined || b === undefined ? 0 : compare(a, b);
  };
  let best = 0;
  let rival = 1;
  let same = 0;
  while (best < circle.length && rival < circle.length && same < circle.length) {
    const difference = order(best + same, rival + same);
    if (difference === 0) {
      same += 1;
      continue;
    }
    // No start among those just compared can win: each loses to the same place counted from the other start.
    if (difference > 0) best += same + 1;
    else rival += same + 1;
    if (best === rival) rival += 1;
    same = 0;
  }
  const start = Math.min(best, rival);
  return [...circle.slice(start), ...circle.slice(0, start)];
}
