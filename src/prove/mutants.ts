import type { Mutant } from './mutant.ts';
import { contentMutants } from './operators/content.ts';
import { serviceMutants } from './operators/service.ts';
import { shapeMutants } from './operators/shape.ts';
import { timeMutants } from './operators/time.ts';
import type { Scene } from './scene.ts';

/** Every mutant of a trace, in the order of its spans. It depends on the trace alone, never on what is expected of it. */
export function* mutantsOf(scene: Scene): Iterable<Mutant> {
  for (const span of scene.trace.spans) {
    yield* shapeMutants(span, scene);
    yield* timeMutants(span, scene);
    yield* contentMutants(span, scene);
  }
  yield* serviceMutants(scene);
}

export interface Sample {
  /** In the order of {@link mutantsOf}. */
  readonly mutants: readonly Mutant[];
  /** How many there are without the equivalent ones, which are never among the sample. */
  readonly total: number;
  readonly equivalent: number;
}

/**
 * All mutants, or `max` of them: those with the lowest random numbers, which depend on nothing but the seed and the
 * position. One pass, and room for twice as many as are kept.
 */
export function sampleMutants(
  all: Iterable<Mutant>,
  { seed, max }: { readonly seed: number; readonly max: number },
): Sample {
  let kept: Drawn[] = [];
  let total = 0;
  let equivalent = 0;
  for (const mutant of all) {
    if (mutant.equivalent) {
      equivalent += 1;
      continue;
    }
    kept.push({ mutant, at: total, lot: lotOf(seed, total) });
    total += 1;
    if (kept.length >= 2 * max) kept = lowest(kept, max);
  }
  const drawn = kept.length > max ? lowest(kept, max) : kept;
  return { mutants: drawn.sort((a, b) => a.at - b.at).map(({ mutant }) => mutant), total, equivalent };
}

interface Drawn {
  readonly mutant: Mutant;
  readonly at: number;
  readonly lot: number;
}

function lowest(drawn: Drawn[], count: number): Drawn[] {
  return drawn.sort((a, b) => a.lot - b.lot || a.at - b.at).slice(0, count);
}

/** 32 bits that look random: the finaliser of MurmurHash3 over both numbers. */
function lotOf(seed: number, at: number): number {
  let hash = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ at;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
