import yargs, { type Argv, type Options } from 'yargs';
import { exitCodes } from '../../diagnostic/index.ts';
import { type CommandEntry, flagsOf, isRequired, positionalOf, usageOf } from '../options/command.ts';
import { type OptionEntry, type OptionTable, takesValue } from '../options/entry.ts';
import { commands, globalOptions } from '../options/table.ts';

// The options table as yargs wants it. Only help is made with it, since loading it costs more than most commands do
// (reference: docs/decisions/bundle.md); the parser is ../options/parse.ts.

const COLUMNS = 100;
const EVERY_OPTION =
  'Each switch has a --no- form, and each option an environment variable: --fail-fast is SPANWRIGHT_FAIL_FAST.';

/** Help for a command, or for Spanwright as a whole. Ends in a newline. */
export function helpText(command: string | undefined): Promise<string> {
  const args = command === undefined ? ['--help'] : [command, '--help'];
  return new Promise((resolve) => {
    yargsOf().parse(args, {}, (_error, _argv, output) => resolve(`${output}\n`));
  });
}

/** Exported for the test that compares its reading of a command line with the parser's. */
export function yargsOf(): Argv {
  const program = yargs([])
    .scriptName('spanwright')
    .usage('spanwright <command> [options]\n\nScenario tests that pass only when the trace proves it.')
    .detectLocale(false)
    .wrap(COLUMNS)
    .parserConfiguration({ 'camel-case-expansion': false, 'parse-numbers': false, 'dot-notation': false })
    .version(false)
    .help(false)
    .exitProcess(false)
    .options(yargsOptions(globalOptions))
    .help('help', globalOptions.help.schema.doc)
    .epilogue(exitText());
  for (const [name, command] of Object.entries(commands)) addCommand(program, name, command);
  return program;
}

function addCommand(program: Argv, name: string, command: CommandEntry): void {
  const usage = usageOf(name, command);
  program.command(usage, command.summary, (sub) => {
    sub.usage(`spanwright ${usage} [options]\n\n${command.description.join('\n\n')}`);
    // Groups are shown in the order in which they are first mentioned.
    const positional = positionalOf(command);
    if (positional) sub.positional(positional.name, positionalOptions(positional.entry));
    const flags = flagsOf(command.options);
    sub.group(Object.keys(flags), 'Options:');
    sub.group(Object.keys(globalOptions), 'Options of every command:');
    sub.options(yargsOptions(flags));
    sub.example(command.examples.map(({ line, says }) => [line, says]));
    return sub.epilogue(EVERY_OPTION);
  });
}

function yargsOptions(table: OptionTable): Record<string, Options> {
  return Object.fromEntries(Object.entries(table).map(([name, entry]) => [name, yargsOption(entry)]));
}

function yargsOption(entry: OptionEntry): Options {
  return {
    type: yargsType(entry),
    describe: entry.schema.doc,
    ...(takesValue(entry) && { nargs: 1 }),
    ...(entry.kind === 'list' && { array: true }),
    ...(entry.short && { alias: entry.short }),
    ...(entry.fallbackText && { defaultDescription: entry.fallbackText, default: undefined }),
    ...(entry.schema.shape.kind === 'choice' && { choices: entry.schema.shape.values }),
  };
}

/** Shown in help beside the option. */
function yargsType(entry: OptionEntry): 'boolean' | 'number' | 'string' {
  if (!takesValue(entry)) return 'boolean';
  return entry.schema.shape.kind === 'integer' ? 'number' : 'string';
}

function positionalOptions(entry: OptionEntry) {
  return {
    describe: entry.schema.doc,
    ...(entry.fallbackText && { defaultDescription: entry.fallbackText }),
    // yargs would show the empty list that stands for nothing given.
    ...(isRequired(entry) && { default: undefined }),
    ...(entry.schema.shape.kind === 'choice' && { choices: entry.schema.shape.values }),
  };
}

function exitText(): string {
  const rows = exitCodes.map(({ code, meaning }) => `  ${String(code).padStart(3)}  ${meaning}`);
  return `Exit codes:\n${rows.join('\n')}`;
}
