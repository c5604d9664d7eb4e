import type { RunEvent, RunRecord } from '../event/index.ts';
import type { ScenarioId } from '../plan/index.ts';
import type { SpanRef, Trace } from '../trace/index.ts';
import type { ComparedTraces } from './trace-diff.ts';

/** Turns a run into text. It may remember what it has already said, but writes nothing: the caller does. */
export interface Reporter {
  /** What to write as soon as the event happens, with its line ends; often empty. */
  event?(event: RunEvent): string;
  /** Takes what an attempt sent, for reports that show spans; of several attempts the last one counts. */
  trace?(trace: ReportedTrace): void;
  /** What to write when the run is over, whether or not events were handed in before. Ends in a newline or is empty. */
  finish(record: RunRecord): string;
}

/** What an attempt at a scenario sent. */
export interface ReportedTrace {
  readonly id: ScenarioId;
  /** From 1. */
  readonly attempt: number;
  readonly passed: boolean;
  readonly trace: Trace;
  /** The trace beside the baseline of its scenario; undefined when there is none. */
  readonly baseline: () => ReportedBaseline | undefined;
  /** Whether the expectations of the scenario can fail, where that was looked into. */
  readonly proof?: ReportedProof | undefined;
}

/** What faults that were planted into a trace came to (`spanwright prove`). */
export interface ReportedProof {
  /** Killed of a hundred that were judged. */
  readonly score: number;
  readonly judged: number;
  readonly killed: number;
  /** Faults that nothing noticed, as many as are listed. */
  readonly survivors: readonly {
    readonly operator: string;
    readonly span: SpanRef;
    /** What was changed of it, in words; may be empty. */
    readonly detail: string;
  }[];
  /** Expectations as TOML that would notice; undefined where none was found. */
  readonly suggestion: string | undefined;
}

export interface ReportedBaseline {
  /** As shown to people. */
  readonly file: string;
  /** Or what stood in the way. */
  readonly compared: ComparedTraces | string;
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
  /** Style and script of the HTML report, from the package. */
  readonly asset: (name: 'page.css' | 'page.js') => string;
  /** Hides secrets in what does not come with an event or the record; set where a reporter is made. */
  readonly clean?: ((text: string) => string) | undefined;
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
