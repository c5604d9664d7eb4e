import { parseArgs } from 'node:util';
import type { Diagnostic, Place } from '../../diagnostic/index.ts';
import { flagsOf, isRepeatable, isRequired, positionalOf } from './command.ts';
import { type OptionEntry, type OptionTable, takesValue } from './entry.ts';
import {
  missingArgument,
  missingValue,
  unexpectedArgument,
  unknownCommand,
  unknownOption,
  valueForSwitch,
} from './faults.ts';
import { type Argument, type CommandLine, commandLine, type Given } from './line.ts';
import { type CommandName, commands, globalOptions } from './table.ts';

/** The command line, taken apart but not yet understood: values are still text. */
export interface Arguments {
  /** Undefined when no command is named, or one that does not exist. */
  readonly command: CommandName | undefined;
  readonly given: Given;
  readonly line: CommandLine;
  /** Everything that is wrong with it, not only the first fault. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Takes the arguments apart with node:util, which costs a tenth of loading yargs; yargs prints help from the same table
 * (a property test holds that both read a command line alike). The command is the first argument that is no option;
 * only global switches may stand before it.
 */
export function parseArguments(args: readonly string[]): Arguments {
  const line = commandLine(args);
  const found = args.findIndex((arg) => !arg.startsWith('-'));
  const at = found === -1 ? args.length : found;
  const before = readTokens(args.slice(0, at), { table: globalOptions, line, offset: 0 });
  const name = args[at];
  if (name === undefined) return { ...before, command: undefined, line };
  // Without a command nothing is known about the options, so only the command is complained about.
  if (!isCommand(name)) {
    return { ...before, command: undefined, line, diagnostics: [unknownCommand(name, line.place(at))] };
  }
  const table: OptionTable = { ...globalOptions, ...flagsOf(commands[name].options) };
  const after = readTokens(args.slice(at + 1), { table, line, offset: at + 1 });
  const byPosition = readPositionals(name, after.positionals, line);
  return {
    command: name,
    given: new Map([...before.given, ...after.given, ...byPosition.given]),
    line,
    diagnostics: [...before.diagnostics, ...after.diagnostics, ...byPosition.diagnostics],
  };
}

function isCommand(name: string): name is CommandName {
  return Object.hasOwn(commands, name);
}

interface TokenContext {
  readonly table: OptionTable;
  readonly line: CommandLine;
  /** Index of the first of these arguments in the whole command line. */
  readonly offset: number;
}

/** node:util takes 1.5 ms to load, and a list of files has nothing for it to take apart. */
function tokensOf(args: readonly string[], table: OptionTable) {
  if (!args.some((arg) => arg.startsWith('-'))) {
    return args.map((value, index) => ({ kind: 'positional', value, index }) as const);
  }
  const options = Object.entries(table).map(([name, entry]) => [name, nodeOption(entry)] as const);
  return parseArgs({
    args: [...args],
    options: Object.fromEntries(options),
    strict: false,
    allowPositionals: true,
    allowNegative: true,
    tokens: true,
  }).tokens;
}

function readTokens(args: readonly string[], context: TokenContext) {
  const given = new Map<string, Argument[]>();
  const positionals: Argument[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const token of tokensOf(args, context.table)) {
    if (token.kind === 'positional') {
      positionals.push({ text: token.value, place: context.line.place(token.index + context.offset) });
    } else if (token.kind === 'option') {
      const mention = readOption(token, context);
      if ('code' in mention) diagnostics.push(mention);
      else given.set(token.name, [...(given.get(token.name) ?? []), mention]);
    }
  }
  return { given, positionals, diagnostics };
}

function nodeOption(entry: OptionEntry): { type: 'boolean' | 'string'; short?: string; multiple: boolean } {
  const type = takesValue(entry) ? 'string' : 'boolean';
  return { type, multiple: true, ...(entry.short && { short: entry.short }) };
}

interface OptionToken {
  readonly name: string;
  /** As written, such as `--no-color` or `-j`. */
  readonly rawName: string;
  readonly index: number;
  readonly value?: string | undefined;
  /** Written in one with the option: `--jobs=3`, `-j3`. */
  readonly inlineValue?: boolean | undefined;
}

function readOption(token: OptionToken, { table, line, offset }: TokenContext): Argument | Diagnostic {
  const negated = token.rawName.startsWith('--no-');
  // parseArgs keeps the "no-" in the name when a value follows: `--no-color=1`.
  const name = negated ? token.rawName.slice('--no-'.length) : token.name;
  const entry = Object.hasOwn(table, name) ? table[name] : undefined;
  const place = line.place(token.index + offset);
  if (!entry || (negated && entry.kind !== 'switch')) return unknownOption(token.rawName, { place, table });
  if (!takesValue(entry)) {
    return token.value === undefined ? { text: String(!negated), place } : valueForSwitch(name, entry, place);
  }
  if (token.value === undefined) return missingValue(token.rawName, { place, entry });
  if (token.inlineValue) return { text: token.value, place: endOf(place, token.value.length) };
  const looksLikeOption = token.value.startsWith('-') && token.value.length > 1;
  if (looksLikeOption) return missingValue(token.rawName, { place, entry, found: token.value });
  return { text: token.value, place: line.place(token.index + offset + 1) };
}

function endOf(place: Place, length: number): Place {
  return { ...place, column: place.column + Math.max(0, place.length - length), length: Math.max(1, length) };
}

function readPositionals(name: CommandName, found: readonly Argument[], line: CommandLine) {
  const positional = positionalOf(commands[name]);
  const room = positional ? (isRepeatable(positional.entry) ? found.length : 1) : 0;
  const diagnostics = found.slice(room).map((extra) => unexpectedArgument(name, extra));
  if (positional && isRequired(positional.entry) && found.length === 0) {
    diagnostics.push(missingArgument(name, positional, line.end()));
  }
  const taken = found.slice(0, room);
  const given: Given = new Map(positional && taken.length > 0 ? [[positional.name, taken]] : []);
  return { given, diagnostics };
}
