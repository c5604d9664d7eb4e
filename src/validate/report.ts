import type { Code, Diagnostic, Place, Severity } from '../diagnostic/index.ts';

/** `warning` files are accepted as well, unless warnings are to fail. */
export type FileVerdict = 'valid' | 'warning' | 'invalid';

/** A place as machine output has it. */
export interface ReportedPlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly length: number;
}

/** A diagnostic as plain data, its place spread out. Lines and columns count from 1, in UTF-16 units. */
export interface ReportedDiagnostic extends Partial<ReportedPlace> {
  readonly code: Code;
  readonly severity: Severity;
  readonly message: string;
  readonly expected?: string;
  readonly hint?: string;
  readonly related?: readonly (ReportedPlace & { readonly message: string })[];
  readonly fix?: ReportedPlace & { readonly title: string; readonly text: string };
}

export interface ReportedFile {
  readonly path: string;
  readonly verdict: FileVerdict;
  readonly diagnostics: readonly ReportedDiagnostic[];
}

export interface ValidationSummary {
  /** Whether everything is accepted: no invalid file, and under `strict` none with warnings. */
  readonly ok: boolean;
  readonly strict: boolean;
  readonly files: number;
  readonly valid: number;
  readonly warning: number;
  readonly invalid: number;
  readonly errors: number;
  readonly warnings: number;
  readonly infos: number;
  /** Milliseconds in each stage, summed over the files; all 0 without a clock. */
  readonly timings: { readonly load: number; readonly rules: number };
}

/** Everything a validation found: plain data, also the JSON that `--format json` prints. */
export interface ValidationReport {
  readonly version: 1;
  readonly files: readonly ReportedFile[];
  readonly summary: ValidationSummary;
}

/** What is said of a file. */
export function reportOf(path: string, diagnostics: readonly Diagnostic[]): ReportedFile {
  return { path, verdict: verdictOf(diagnostics), diagnostics: diagnostics.map(reportedDiagnostic) };
}

function verdictOf(diagnostics: readonly Diagnostic[]): FileVerdict {
  if (diagnostics.some(({ severity }) => severity === 'error')) return 'invalid';
  return diagnostics.some(({ severity }) => severity === 'warning') ? 'warning' : 'valid';
}

/** What files come to; `timings` are those of all of them. */
export function summarise(
  files: readonly ReportedFile[],
  strict: boolean,
  timings: ValidationSummary['timings'],
): ValidationSummary {
  const verdicts = { valid: 0, warning: 0, invalid: 0 };
  const severities = { error: 0, warning: 0, info: 0 };
  for (const { verdict, diagnostics } of files) {
    verdicts[verdict]++;
    for (const { severity } of diagnostics) severities[severity]++;
  }
  return {
    ok: verdicts.invalid === 0 && !(strict && verdicts.warning > 0),
    strict,
    files: files.length,
    ...verdicts,
    errors: severities.error,
    warnings: severities.warning,
    infos: severities.info,
    timings,
  };
}

export function reportedDiagnostic({ place, related, fix, ...rest }: Diagnostic): ReportedDiagnostic {
  const { code, severity, message, expected, hint } = rest;
  return {
    code,
    severity,
    message,
    ...(place && spread(place)),
    ...(expected === undefined ? {} : { expected }),
    ...(hint === undefined ? {} : { hint }),
    ...(related && related.length > 0
      ? { related: related.map((each) => ({ message: each.message, ...spread(each.place) })) }
      : {}),
    ...(fix ? { fix: { title: fix.title, text: fix.text, ...spread(fix.place) } } : {}),
  };
}

/** The inverse, for printers that take diagnostics. */
export function diagnosticOf(reported: ReportedDiagnostic): Diagnostic {
  const { code, severity, message, expected, hint, related, fix } = reported;
  const place = placeOf(reported);
  return {
    code,
    severity,
    message,
    ...(place && { place }),
    expected,
    hint,
    related: related?.map((each) => ({ message: each.message, place: gathered(each) })),
    fix: fix && { title: fix.title, text: fix.text, place: gathered(fix) },
  };
}

export function placeOf({ file, line, column, length }: Partial<ReportedPlace>): Place | undefined {
  if (file === undefined || line === undefined || column === undefined) return undefined;
  return { file, line, column, length: length ?? 1 };
}

function spread({ file, line, column, length }: Place): ReportedPlace {
  return { file, line, column, length };
}

function gathered({ file, line, column, length }: ReportedPlace): Place {
  return { file, line, column, length };
}
