/**
 * TOML with places: reads a file into a tree in which every key and value knows its line and column, and prints plain
 * data as TOML. A small subclass of @iarna/toml's parser decides what TOML is; this folder mends what that parser gets
 * wrong, adds TOML 1.1, and says in its own words what is wrong in a file. Statements of the common forms are read ahead
 * of it by a quick reader, to the same effect. It knows nothing of scenarios.
 * Hostile input costs bounded time and memory, never an exception.
 */
export { type Location, locate } from './locate.ts';
export type {
  DateTimeVariant,
  Located,
  LocatedArray,
  LocatedDateTime,
  LocatedEntry,
  LocatedInteger,
  LocatedScalar,
  LocatedTable,
  TableForm,
} from './located.ts';
export { parseToml, type TomlOptions, type TomlResult, type TomlSource } from './parse.ts';
export { type TomlData, TomlDateTime, type TomlTable, toPlain } from './plain.ts';
export { printInline, printToml } from './print.ts';
export type { Use11 } from './uses11.ts';
