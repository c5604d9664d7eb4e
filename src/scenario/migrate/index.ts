/**
 * Migration: rewrites older scenario files as native ones, from clnrm 0.3 to 1.0 and the designs between them that no
 * released clnrm read. The meaning is that which loading the file gives it; what cannot be carried over is reported
 * and never guessed at. Every result loads as a native file. Reads and writes no files.
 */
export { type Migrated, type MigrateOptions, migrateScenario } from './migrate.ts';
