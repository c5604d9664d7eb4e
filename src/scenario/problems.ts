import {
  type Code,
  type Diagnostic,
  type DiagnosticInput,
  diagnostic,
  entryOf,
  type Severity,
} from '../diagnostic/index.ts';

/** A file with more problems than this shows the first ones and says how many more there are. */
export const MAX_PROBLEMS = 200;

type Details = Omit<DiagnosticInput, 'code' | 'severity'>;

/** Takes a problem; `build` is not called any more once the limit is reached, so hints may cost something. */
export type Report = (code: Code, build: () => Details, severity?: Severity) => void;

/** The problems of one file, found by any stage of loading it. Bounded, however hostile the file is. */
export interface Problems {
  readonly report: Report;
  /** Takes diagnostics made elsewhere, such as the TOML parser's. */
  add(diagnostics: readonly Diagnostic[]): void;
  /** Whether anything reported so far is an error, shown or not. */
  failed(): boolean;
  list(): readonly Diagnostic[];
}

export function createProblems(file: string, limit = MAX_PROBLEMS): Problems {
  const shown: Diagnostic[] = [];
  const omitted = { count: 0, errors: 0 };
  let errors = 0;

  const take = (severity: Severity, make: () => Diagnostic) => {
    if (severity === 'error') errors++;
    if (shown.length < limit) shown.push(make());
    else {
      omitted.count++;
      if (severity === 'error') omitted.errors++;
    }
  };

  return {
    report: (code, build, severity = entryOf(code).severity) =>
      take(severity, () => diagnostic({ code, severity, ...build() })),
    add: (diagnostics) => {
      for (const each of diagnostics) take(each.severity, () => each);
    },
    failed: () => errors > 0,
    list: () => (omitted.count === 0 ? shown : [...shown, tooMany(file, limit, omitted)]),
  };
}

/** Passes everything on, and remembers whether an error was among it. */
export function watched(report: Report): { readonly report: Report; failed(): boolean } {
  let failed = false;
  return {
    report: (code, build, severity = entryOf(code).severity) => {
      failed ||= severity === 'error';
      report(code, build, severity);
    },
    failed: () => failed,
  };
}

function tooMany(file: string, limit: number, omitted: { count: number; errors: number }): Diagnostic {
  return diagnostic({
    code: 'SW3001',
    severity: omitted.errors > 0 ? 'error' : 'warning',
    message: `${omitted.count} more problems in this file are not shown, ${omitted.errors} of them errors`,
    place: { file, line: 1, column: 1, length: 1 },
    hint: `put the first ${limit} right, then check again`,
  });
}
