/** Who is below whom, by position. */
export interface Descent {
  readonly children: readonly (readonly number[])[];
  /** Every position once, parents before children; a circle of parents is entered at its first span. */
  readonly order: Int32Array;
  /** Positions whose parent is not in the trace, or that stand in a circle of parents. */
  readonly tops: readonly number[];
}

/** From the position of each span's parent, which is negative where there is none. Linear, no recursion. */
export function descentOf(parent: Int32Array): Descent {
  const children = childrenIn(parent);
  const reached = new Uint8Array(parent.length);
  const order = new Int32Array(parent.length);
  const tops: number[] = [];
  let entered = 0;
  const enter = (index: number): void => {
    reached[index] = 1;
    order[entered] = index;
    entered += 1;
  };
  const enterAll = (top: number): void => {
    tops.push(top);
    let next = entered;
    for (enter(top); next < entered; next++) {
      for (const child of children[order[next] ?? 0] ?? []) if (!reached[child]) enter(child);
    }
  };
  for (let index = 0; index < parent.length; index++) if ((parent[index] ?? -1) < 0) enterAll(index);
  for (let index = 0; index < parent.length; index++) if (!reached[index]) enterAll(index);
  return { children, order, tops };
}

function childrenIn(parent: Int32Array): number[][] {
  // Most spans have no children: one list for all of those.
  const none: number[] = [];
  const children = new Array<number[]>(parent.length).fill(none);
  for (let index = 0; index < parent.length; index++) {
    const above = parent[index] ?? -1;
    if (above < 0) continue;
    const siblings = children[above];
    if (siblings === none || siblings === undefined) children[above] = [index];
    else siblings.push(index);
  }
  return children;
}
