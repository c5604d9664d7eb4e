import type { Change } from '../compare/change.ts';
import type { ExpectationTree } from '../tree/files.ts';

export interface DiffFormatOptions {
  readonly color: boolean;
  /** Of the terminal; undefined when there is none. */
  readonly columns: number | undefined;
  /** `tree`: how many levels are shown; what lies deeper is shown with them. Default: all. */
  readonly depth: number | undefined;
  /** `tree`: leave out what did not change around what did. */
  readonly onlyChanges: boolean;
  /** The new side, for what did not change. */
  readonly tree: ExpectationTree;
  /** Makes text of others harmless on a terminal. */
  readonly visible: (text: string) => string;
  /** A path as GitHub knows it. */
  readonly repositoryPath: (file: string) => string;
  /** Whether the command fails because of this change. */
  readonly isStopped: (change: Change) => boolean;
}
