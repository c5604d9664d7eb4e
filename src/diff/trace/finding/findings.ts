import type { Trace } from '../../../trace/index.ts';
import type { TracePair } from '../compare.ts';
import { changedDurations } from './durations.ts';
import { missingErrors } from './errors.ts';
import type { FindingInput, TraceFinding } from './finding.ts';
import { newHosts } from './hosts.ts';
import { lostParallelism } from './parallelism.ts';
import { repeatedChildren } from './repeated.ts';

const detectors: readonly ((input: FindingInput) => TraceFinding[])[] = [
  repeatedChildren,
  lostParallelism,
  newHosts,
  missingErrors,
  changedDurations,
];

/**
 * What two matched traces say about how the tested system behaves now, in the field's own words. `history` are earlier
 * runs of the old one; without at least four of them nothing is said about durations.
 */
export function findingsOf(pair: TracePair, history: readonly Trace[] = []): TraceFinding[] {
  return detectors.flatMap((detect) => detect({ pair, history }));
}
