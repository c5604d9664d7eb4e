import type { OtlpJson } from '../trace/index.ts';
import type { ArchivedAttempt, ArchivedFile, EnvironmentFacts } from './archive.ts';

// What the lines of an archive hold, each one JSON object. First the header, last the end, between them in any number:
// files, attempts (each followed by its spans) and, before the end, the record.

/** Tells an archive from any other gzip file of JSON lines. */
export const MAGIC = 'spanwright run archive';

export interface HeaderLine {
  readonly archive: typeof MAGIC;
  readonly format: number;
  readonly tool: string;
  readonly environment: EnvironmentFacts;
}

export interface FileLine {
  readonly file: ArchivedFile;
}

/** Says how many spans the lines after it hold. */
export interface AttemptLine {
  readonly attempt: Omit<ArchivedAttempt, 'spans' | 'own'> & { readonly spans: number; readonly own: number };
}

/** Some of the spans of the attempt before it, as OTLP/JSON. */
export interface SpansLine {
  readonly spans: OtlpJson;
  /** Spanwright's own. */
  readonly own: boolean;
}

export interface RecordLine {
  /** A run record, as `printRunRecord` has it. */
  readonly record: unknown;
}

export interface EndLine {
  readonly end: {
    /** Lines before this one. */
    readonly lines: number;
    /** Of all bytes before this line. */
    readonly sha256: string;
  };
}

export type ArchiveLine = HeaderLine | FileLine | AttemptLine | SpansLine | RecordLine | EndLine;
