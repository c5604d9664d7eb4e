/**
 * The command line tool: the only place that knows everything. It reads the command line, settings and files, chooses
 * backend, receiver and reporters, and writes what the others say. `main.ts` is its entrance; from here the generated
 * reference takes the table of commands and options and the schema of project files, and nothing else.
 */
export { projectJsonSchema } from './config/schema.ts';
export { type CommandEntry, flagsOf, positionalOf, usageOf } from './options/command.ts';
export { type OptionEntry, type OptionTable, spellingsOf, variableOf } from './options/entry.ts';
export { commands, globalOptions } from './options/table.ts';
