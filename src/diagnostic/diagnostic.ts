import { type Code, entryOf } from './catalogue/index.ts';
import type { Severity } from './severity.ts';

/** A stretch of one line of one file. Lines and columns are 1-based; columns and length count UTF-16 units. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly length: number;
}

/** Another place that helps to understand a diagnostic, such as the first definition of a duplicate. */
export interface Related {
  readonly message: string;
  readonly place: Place;
}

/** A replacement that would resolve the diagnostic. An empty `text` deletes the stretch at `place`. */
export interface Fix {
  readonly title: string;
  readonly place: Place;
  readonly text: string;
}

/** Something wrong that a person can fix. */
export interface Diagnostic {
  /** Permanent; its long text is in the catalogue (`spanwright explain CODE`). */
  readonly code: Code;
  readonly severity: Severity;
  /** What happened, in one sentence, with the value received. */
  readonly message: string;
  /** Absent only when no file is involved (usage of the command line, a broken environment). */
  readonly place?: Place | undefined;
  /** What would have been right. */
  readonly expected?: string | undefined;
  /** What to do next. */
  readonly hint?: string | undefined;
  readonly related?: readonly Related[] | undefined;
  readonly fix?: Fix | undefined;
}

export interface DiagnosticInput extends Omit<Diagnostic, 'severity'> {
  /** Overrides the catalogue's severity, for example where a clnrm file is judged more gently. */
  readonly severity?: Severity | undefined;
}

/** Builds a diagnostic; the severity comes from the catalogue unless the caller states another. */
export function diagnostic(input: DiagnosticInput): Diagnostic {
  return { ...input, severity: input.severity ?? entryOf(input.code).severity };
}

/** By file, then place, then code: the order in which every list of diagnostics is shown. */
export function sortDiagnostics(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return [...diagnostics].sort((a, b) => comparePlaces(a.place, b.place) || compareText(a.code, b.code));
}

function comparePlaces(a: Place | undefined, b: Place | undefined): number {
  if (a === undefined || b === undefined) return Number(a !== undefined) - Number(b !== undefined);
  return compareText(a.file, b.file) || a.line - b.line || a.column - b.column;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
