import type { Diagnostic } from '../../diagnostic/index.ts';

export interface Migrated {
  /** A native scenario file that loads; a file that is native already comes back as it is. Absent after an error. */
  readonly text: string | undefined;
  /** What is lost, what clnrm read differently, and what stands in the way; each at its place in the old file. */
  readonly diagnostics: readonly Diagnostic[];
}
