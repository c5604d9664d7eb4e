import { type Diagnostic, entryOf, type Severity, sortDiagnostics } from '../diagnostic/index.ts';
import { createProblems, type LoadedFile } from '../scenario/index.ts';
import { type Level, levels, type Problem, type Rule, type Subject } from './rule.ts';
import { rules } from './rules.ts';
import { scopesOf } from './scopes.ts';

/**
 * Holds a loaded file to every rule up to a level, which is all of them by default. Pure; diagnostics are in the order
 * of the file, and bounded in number.
 */
export function validateFile(file: LoadedFile, level: Level = 'structure'): Diagnostic[] {
  const subject: Subject = { file, scopes: scopesOf(file.model) };
  const problems = createProblems(file.file);
  for (const rule of rules) {
    if (levels.indexOf(rule.level) > levels.indexOf(level)) continue;
    rule.check(subject, (problem) =>
      problems.report(rule.code, () => detailsOf(problem, file), severityOf(rule, problem, file)),
    );
  }
  return sortDiagnostics(problems.list());
}

function detailsOf({ at, related, severity: _, ...details }: Problem, file: LoadedFile) {
  const named = related?.map(({ message, at: other }) => ({ message, place: file.locate(other) })) ?? [];
  const notes = [...named, ...(file.renderedAt?.(at) ?? [])];
  return { ...details, place: file.locate(at), ...(notes.length > 0 ? { related: notes } : {}) };
}

function severityOf(rule: Rule, { severity }: Problem, { dialect }: LoadedFile): Severity {
  const own = severity ?? entryOf(rule.code).severity;
  if (dialect === 'native') return own;
  return rule.inClnrm ?? (own === 'error' ? 'warning' : own);
}
