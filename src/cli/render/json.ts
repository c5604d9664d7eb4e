import { reportedDiagnostic } from '../../validate/index.ts';
import type { Outcome } from './outcome.ts';

/** Everything about every file, for programs. */
export function outcomesAsJson(outcomes: readonly Outcome[]): string {
  const files = outcomes.map(({ path, texts, diagnostics, dependencies }) => ({
    path,
    renderings: texts.map(({ combination, text, origins }) => ({
      combination: combination ? Object.fromEntries(combination) : null,
      text,
      lines: origins,
    })),
    dependencies,
    diagnostics: diagnostics.map(reportedDiagnostic),
  }));
  return `${JSON.stringify({ version: 1, files }, null, 2)}\n`;
}
