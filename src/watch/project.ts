import type { Diagnostic } from '../diagnostic/index.ts';
import type { Digest } from '../digest/index.ts';
import type { TemplateSurroundings } from '../scenario/index.ts';

/** A scenario file that paths lead to. */
export interface WatchedFile {
  /** Absolute. */
  readonly path: string;
  /** As people see it. */
  readonly shown: string;
  /** Where the path leads when it is a link; undefined when it is none. */
  readonly target?: string | undefined;
}

/** All scenario files at one moment, in the order in which they are shown. */
export interface Scan {
  readonly files: readonly WatchedFile[];
  /** Paths that lead to nothing, or not all the way. */
  readonly problems: readonly Diagnostic[];
}

/** The project as its settings have it at one moment. Another look is taken when its project file changes. */
export interface WatchedProject {
  scan(): Scan;
  readonly surroundings: TemplateSurroundings;
  /** Of the variables that templates are given. */
  readonly variables: Digest;
  /** Of everything else in the settings that a result depends on. */
  readonly config: Digest;
  /** Absolute paths of the project file, and of where one would be found. */
  readonly configFiles: readonly string[];
  /** What is wrong with the settings; then those of before stay in force. */
  readonly problems: readonly Diagnostic[];
}
