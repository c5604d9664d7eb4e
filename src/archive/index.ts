/**
 * Runs in a file (`*.spw`): the rendered scenarios, the spans, the outputs, the environment and the verdicts of one run,
 * for judging it again, comparing it and sending it to somebody. A gzip file of JSON lines, so `zcat` shows it; every
 * byte of it is checked on reading. Pure: bytes in and out, nothing here reads or writes files.
 */
export {
  ARCHIVE_FORMAT,
  type ArchivedAttempt,
  type ArchivedFile,
  type ArchivedValues,
  type EnvironmentFacts,
  type RunArchive,
} from './archive.ts';
export { type ReadOptions, readArchive } from './read.ts';
export { type ArchiveHeader, type ArchiveWriter, createArchiveWriter } from './write.ts';
