import { type Diagnostic, type Place, printDiagnostic, type Severity } from '../diagnostic/index.ts';
import type { ReporterOptions } from './reporter.ts';

type ExcerptOptions = Pick<ReporterOptions, 'color' | 'source'>;

/** A diagnostic as `validate` prints it, line by line. */
export function diagnosticLines(diagnostic: Diagnostic, options: ExcerptOptions): string[] {
  return printDiagnostic(diagnostic, options).trimEnd().split('\n');
}

/** Arrow, source line and marker of a place, as in a diagnostic: what is printed of one below its head line. */
export function excerptLines(place: Place, severity: Severity, options: ExcerptOptions): string[] {
  return diagnosticLines({ code: 'SW6101', severity, message: '', place }, options).slice(1);
}

/** `file:line:column`, as terminals and editors make it a link. */
export function printPlace({ file, line, column }: Place): string {
  return `${file}:${line}:${column}`;
}
