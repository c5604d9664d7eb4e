import type { RunEvent, RunRecord } from '../event/index.ts';

/** Turns a run into text. It may remember what it has already said, but writes nothing: the caller does. */
export interface Reporter {
  /** What to write as soon as the event happens, with its line ends; often empty. */
  event?(event: RunEvent): string;
  /** What to write when the run is over, whether or not events were handed in before. Ends in a newline or is empty. */
  finish(record: RunRecord): string;
}

export interface ReporterOptions {
  /** Whether ANSI colours may be used; see `wantsColor`. Formats for machines never do. */
  readonly color: boolean;
  /** Everything that was recorded, also about what passed. */
  readonly verbose: boolean;
  /** The text of a scenario file, for excerpts; undefined when it cannot be had. */
  readonly source: (file: string) => string | undefined;
  /** Columns of the terminal, to which secondary lines are cut; undefined for files and pipes, where little is cut. */
  readonly width: number | undefined;
  /** Values of variables with telling names (see `secretsOf`) are redacted; `github` finds the repository by it. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The run was recorded, so that later commands can refer to it. Default false. */
  readonly kept?: boolean | undefined;
  /** Further values that must not be shown. */
  readonly secrets: readonly string[];
}

/** One way to report, as help, documentation and the command line know it. */
export interface ReporterEntry {
  readonly name: string;
  /** One line for help. */
  readonly description: string;
  /** For a file of this format, without the dot. */
  readonly extension: string;
  readonly create: (options: ReporterOptions) => Reporter;
}
