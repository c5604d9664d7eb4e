import type { Trace } from '../../../trace/index.ts';
import type { TracePair } from '../compare.ts';

/** What kind of change of behaviour it is; the words are stable. */
export type TraceFindingKind =
  | 'n-plus-one'
  | 'retry-storm'
  | 'lost-parallelism'
  | 'new-external-host'
  | 'missing-error-status'
  | 'duration';

/** A change of behaviour with a name, made of many single differences or of none. */
export interface TraceFinding {
  readonly kind: TraceFindingKind;
  /** Names from the top of the new trace down to the span it is about. */
  readonly path: readonly string[];
  /** What was and what is, in one sentence. */
  readonly message: string;
}

export interface FindingInput {
  readonly pair: TracePair;
  /** Earlier runs of the same, for telling a change from what varies anyway. */
  readonly history: readonly Trace[];
}
