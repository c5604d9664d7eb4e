import type { Diagnostic, ExitCode } from '../../diagnostic/index.ts';
import type { LoadedSet, LoadInput } from '../../scenario/index.ts';
import type { Discovery, FoundFile } from './discover.ts';

/** Scenario files to validate, wherever they are: in folders, or in the index of git. */
export interface Selection {
  readonly found: Discovery;
  /** The bytes of a file, or why they cannot be had. */
  readonly read: (file: FoundFile) => Uint8Array | Diagnostic;
  readonly load: (input: LoadInput) => LoadedSet;
  /** The text that a diagnostic points into, by the name that the diagnostic gives it. */
  readonly source: (name: string) => string | undefined;
  /** Says that there is nothing to validate; the exit code is the caller's. */
  readonly sayNothing: () => ExitCode;
  /** What else to say once findings have been shown in these files. */
  readonly notesOn: (files: Iterable<string>) => readonly Diagnostic[];
}
