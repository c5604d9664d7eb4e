import type { Diagnostic, ExitCode } from '../diagnostic/index.ts';
import type { Host } from '../host/index.ts';
import type { Project } from './config/project.ts';
import type { Settings } from './config/settings.ts';
import type { OptionTable } from './options/entry.ts';
import type { CommandLine } from './options/line.ts';
import type { Sources } from './sources.ts';
import type { CommandSpans } from './telemetry/command-spans.ts';
import type { Terminal } from './terminal.ts';

/** Everything a command is given. What it wants from the outside world comes from here, so that tests can give it theirs. */
export interface CommandContext<Table extends OptionTable = OptionTable> {
  readonly settings: Settings<Table>;
  readonly host: Host;
  readonly terminal: Terminal;
  /** The project file that was found; undefined when there is none. */
  readonly project: Project | undefined;
  readonly line: CommandLine;
  readonly sources: Sources;
  /** Prints diagnostics to standard error, sorted by place. */
  readonly complain: (diagnostics: readonly Diagnostic[]) => void;
  /** What the command says of itself as spans; undefined where nobody asks for them. */
  readonly spans?: CommandSpans | undefined;
  /** Absolute folder of the Spanwright package, with `dist` and the generated schema in it. */
  readonly packageDir: string;
  /** Of Spanwright, such as `0.1.0`. */
  readonly version: string;
}

/** What a command does. The exit code comes from the one table in src/diagnostic. */
export type Command<Table extends OptionTable> = (context: CommandContext<Table>) => Promise<ExitCode>;
