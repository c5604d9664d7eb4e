import type { Place } from '../../diagnostic/index.ts';

/** The name under which the command line is shown as the place of a diagnostic. */
export const COMMAND_LINE = 'command line';

/** A piece of the command line, taken at its word. */
export interface Argument {
  readonly text: string;
  readonly place: Place;
}

/** Mentions by name in the options table, in order; those of switches say `true` or `false`. */
export type Given = ReadonlyMap<string, readonly Argument[]>;

/** The command line as one line of text, with the place of every argument, so that faults in it can be pointed at. */
export interface CommandLine {
  readonly text: string;
  /** The argument at an index, or a stretch of it. */
  place(index: number, stretch?: { readonly from: number; readonly length?: number }): Place;
  /** Just behind the last argument: where something is missing. */
  end(): Place;
}

export function commandLine(args: readonly string[]): CommandLine {
  let text = 'spanwright';
  const starts = args.map((arg) => {
    const start = text.length + 1;
    text += ` ${quoted(arg)}`;
    return start;
  });
  return {
    text,
    place(index, stretch = { from: 0 }) {
      const arg = args[index] ?? '';
      const opening = isPlain(arg) ? 0 : 1;
      const column = (starts[index] ?? text.length) + opening + stretch.from + 1;
      return {
        file: COMMAND_LINE,
        line: 1,
        column,
        length: stretch.length ?? Math.max(1, arg.length - stretch.from),
      };
    },
    end: () => ({ file: COMMAND_LINE, line: 1, column: text.length + 1, length: 1 }),
  };
}

function isPlain(arg: string): boolean {
  return /^[^\s'"\\$`&|;<>(){}*?[\]!#~]+$/.test(arg);
}

/** Readable rather than exact: the text is shown, never executed. Line breaks would break the excerpt. */
function quoted(arg: string): string {
  return isPlain(arg) ? arg : `'${arg.replace(/[\r\n]/g, '\u240a')}'`;
}
