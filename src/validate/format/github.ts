import { workflowCommand } from '../../diagnostic/index.ts';
import { amount } from '../amount.ts';
import type { ReportedDiagnostic, ValidationReport } from '../report.ts';
import type { FormatOptions } from './options.ts';

/** GitHub shows so many annotations of each level from one step, and drops the rest without a word. */
const SHOWN_EACH = 10;
const levels = { error: 'error', warning: 'warning', info: 'notice' } as const;

/** Workflow commands that annotate the lines of the files, for the log of a GitHub Actions step. */
export function formatGithub({ files, summary }: ValidationReport, options: FormatOptions): string {
  const all = files.flatMap((file) => file.diagnostics);
  const lines: string[] = [];
  const hidden: string[] = [];
  for (const severity of ['error', 'warning', 'info'] as const) {
    const own = all.filter((each) => each.severity === severity);
    lines.push(...own.slice(0, SHOWN_EACH).map((each) => annotation(each, options)));
    if (own.length > SHOWN_EACH) hidden.push(amount(own.length - SHOWN_EACH, `more ${levels[severity]}`));
  }
  if (hidden.length > 0)
    lines.push(`${hidden.join(', ')}: GitHub shows ${SHOWN_EACH} annotations of each kind`);
  const { invalid, warning } = summary;
  lines.push(
    `${amount(summary.files, 'file')} ${options.command === 'lint' ? 'linted' : 'validated'}: ${invalid} invalid, ${warning} with warnings`,
  );
  return `${lines.join('\n')}\n`;
}

function annotation(
  diagnostic: ReportedDiagnostic,
  { repositoryPath = (file) => file }: FormatOptions,
): string {
  const { severity, code, message, hint, expected, file, line, column, length = 1 } = diagnostic;
  const at: Readonly<Record<string, string | number>> =
    file === undefined || line === undefined || column === undefined
      ? {}
      : { file: repositoryPath(file), line, endLine: line, col: column, endColumn: column + length };
  const text = [
    message,
    ...(expected ? [`expected: ${expected}`] : []),
    ...(hint ? [`hint: ${hint}`] : []),
  ].join('\n');
  return workflowCommand(levels[severity], { ...at, title: code }, text);
}
