import { type Diagnostic, type Place, sortDiagnostics } from '../../diagnostic/index.ts';
import { createProblems, type LoadedFile } from '../../scenario/index.ts';
import { allowancesIn, withoutAllowed } from './allow.ts';
import type { LintRuleName } from './names.ts';
import type { LintProblem, LintSubject, ModelProblem } from './rule.ts';
import { lintRules } from './rules.ts';
import { valuesIn } from './written.ts';

/** Rules that are switched off. */
export type Allowed = ReadonlySet<LintRuleName>;

export interface LintSetOptions {
  readonly allowed?: Allowed | undefined;
  /** Most problems of one file that are told; default as many as of other problems. */
  readonly limit?: number | undefined;
}

/**
 * What the rules say of one file, given as everything it loads as: one for each combination of its matrix. In the order
 * of the file, each place once, without what comments in it allow. Pure; bounded in number and, for any file, in time.
 */
export function lintSet(files: readonly LoadedFile[], options: LintSetOptions = {}): Diagnostic[] {
  const [first] = files;
  if (!first) return [];
  const found = distinct(files.flatMap((file) => lintOne(file, options)));
  const { allowed = new Set() } = options;
  const allowances = allowancesIn(first);
  return sortDiagnostics(withoutAllowed(found, { file: first.file, allowances, allowed }));
}

function lintOne(file: LoadedFile, { allowed, limit }: LintSetOptions): readonly Diagnostic[] {
  const subject = subjectOf(file);
  const problems = createProblems(file.file, limit);
  for (const { code, name, check } of lintRules) {
    if (allowed?.has(name)) continue;
    check(subject, (problem) => problems.report(code, () => placed(problem, file)));
  }
  return problems.list();
}

function subjectOf(file: LoadedFile): LintSubject {
  const { written } = file;
  const lines = written.text.split('\n');
  return {
    file,
    values: valuesIn(written.root, file.dialect === 'native'),
    raw: ({ line, column, length }) => (lines[line - 1] ?? '').slice(column - 1, column - 1 + length),
    isLiteral: (place) => inFile(place, file) !== undefined,
  };
}

/** A place of the written text in the file itself; undefined where a template made it, or took it from another file. */
function inFile(place: Place, { written, file }: LoadedFile): Place | undefined {
  const origin = written.origin(place);
  return origin.literal && origin.place.file === file ? origin.place : undefined;
}

function placed(problem: LintProblem, file: LoadedFile) {
  if (isOfModel(problem)) {
    const { at, related, ...details } = problem;
    return {
      ...details,
      place: file.locate(at),
      related: related?.map(({ message, at: other }) => ({ message, place: file.locate(other) })),
    };
  }
  const { origin } = file.written;
  const { fix, related } = problem;
  const place = fix && inFile(fix.place, file);
  return {
    ...problem,
    place: origin(problem.place).place,
    related: related?.map(({ message, place: other }) => ({ message, place: origin(other).place })),
    fix: fix && place && { ...fix, place },
  };
}

function isOfModel(problem: LintProblem): problem is ModelProblem {
  return 'at' in problem;
}

/** Loops and matrices make several of one line; what is said of it is said once. */
function distinct(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const seen = new Map<string, Diagnostic>();
  for (const each of diagnostics) {
    const { code, place } = each;
    const key = `${code} ${place?.line}:${place?.column} ${place?.file}`;
    if (!seen.has(key)) seen.set(key, each);
  }
  return [...seen.values()];
}
