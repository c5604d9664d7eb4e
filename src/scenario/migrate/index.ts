/**
 * Migration: rewrites older scenario files as native ones, from clnrm 0.3 to 1.0 and the designs between them that no
 * released clnrm read. The meaning is that which loading the file gives it; what cannot be carried over is reported
 * and never guessed at. Every result loads as a native file. Comments are kept beside what
 * they stand beside. Of templates, those whose tags stand in values alone are migrated, as templates. Writes no files,
 * and reads none but what a template includes.
 */
export { type MigrateOptions, migrateScenario } from './migrate.ts';
export type { Migrated } from './migrated.ts';
export { nativeNameOf } from './native-name.ts';
