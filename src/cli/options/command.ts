import type { OptionEntry, OptionTable } from './entry.ts';

/** One command, declared once, with everything that help, reference page, completion and parser need to know. */
export interface CommandEntry {
  /** One line without a final full stop. */
  readonly summary: string;
  /** Paragraphs for `spanwright COMMAND --help`. */
  readonly description: readonly string[];
  /** Flags, and the positional argument if there is one. */
  readonly options: OptionTable;
  readonly examples: readonly Example[];
}

export interface Example {
  readonly line: string;
  readonly says: string;
}

export interface Positional {
  readonly name: string;
  readonly entry: OptionEntry;
}

/** What the command takes by position; undefined when it takes only flags. */
export function positionalOf(command: CommandEntry): Positional | undefined {
  const found = Object.entries(command.options).find(([, entry]) => entry.position !== undefined);
  return found && { name: found[0], entry: found[1] };
}

export function flagsOf(table: OptionTable): OptionTable {
  return Object.fromEntries(Object.entries(table).filter(([, entry]) => entry.position === undefined));
}

/** How a command is called, in the notation of man pages: `run [paths..]`. */
export function usageOf(name: string, command: CommandEntry): string {
  const positional = positionalOf(command);
  return positional ? `${name} ${positionalText(positional)}` : name;
}

function positionalText({ name, entry }: Positional): string {
  const names = isRepeatable(entry) ? `${name}..` : name;
  return isRequired(entry) ? `<${names}>` : `[${names}]`;
}

/** Whether a positional argument may be given more than once. */
export function isRepeatable({ position }: OptionEntry): boolean {
  return position === 'many' || position === 'several';
}

/** Whether a positional argument has to be given. */
export function isRequired({ position }: OptionEntry): boolean {
  return position === 'one' || position === 'several';
}
