/** A stretch of time that is to be drawn. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
  /** Position of another one in whose lane it should stand if it fits; undefined when any will do. */
  readonly near: number | undefined;
}

/** As many lanes are looked at before a new one is begun; it keeps the cost linear where thousands overlap. */
const LOOKED_AT = 256;

/**
 * Gives each stretch a lane, from 0, so that two in one lane either follow one another or lie one within the other, which
 * is all that a track of a timeline can show. By position of the input; stretches may come in any order.
 */
export function lanesOf(stretches: readonly Stretch[]): Uint32Array {
  const lanes = new Uint32Array(stretches.length);
  const given = new Uint8Array(stretches.length);
  /** Of each lane the ends of those that are still open, the innermost last. */
  const open: number[][] = [];
  const fits = (lane: number | undefined, { start, end }: Stretch): boolean => {
    const ends = lane === undefined ? undefined : open[lane];
    if (!ends) return false;
    while ((ends.at(-1) ?? start + 1) <= start) ends.pop();
    return (ends.at(-1) ?? end) >= end;
  };
  for (const [position, stretch] of inOrder(stretches)) {
    const near = stretch.near !== undefined && given[stretch.near] === 1 ? lanes[stretch.near] : undefined;
    const lane = fits(near, stretch) ? (near ?? 0) : firstFitting(stretch, open, fits);
    const ends = open[lane];
    if (ends) ends.push(stretch.end);
    else open.push([stretch.end]);
    lanes[position] = lane;
    given[position] = 1;
  }
  return lanes;
}

function firstFitting(
  stretch: Stretch,
  open: readonly number[][],
  fits: (lane: number, stretch: Stretch) => boolean,
): number {
  for (let lane = 0; lane < Math.min(open.length, LOOKED_AT); lane++) if (fits(lane, stretch)) return lane;
  return open.length;
}

/** What begins first, and of those what ends last, for it may hold the others. */
function inOrder(stretches: readonly Stretch[]): [number, Stretch][] {
  return [...stretches.entries()].sort(([, a], [, b]) => a.start - b.start || b.end - a.end);
}
