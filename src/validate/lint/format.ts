import { printDiagnostics } from '../../diagnostic/index.ts';
import { amount } from '../amount.ts';
import { type FormatOptions, formatReport, type ValidationFormat } from '../format/index.ts';
import { diagnosticOf, type ValidationReport } from '../report.ts';

/** What lint found as text that ends in a newline. Programs get what they get of a validation. */
export function formatLint(
  report: ValidationReport,
  format: ValidationFormat,
  options: FormatOptions,
): string {
  if (format !== 'human') return formatReport(report, format, { ...options, command: 'lint' });
  const diagnostics = report.files.flatMap((file) => file.diagnostics.map(diagnosticOf));
  const shown = printDiagnostics(diagnostics, options);
  return `${shown === '' ? '' : `${shown}\n`}${summaryLine(report, options)}\n`;
}

function summaryLine({ files, summary }: ValidationReport, { color }: FormatOptions): string {
  const fixable = files
    .flatMap(({ diagnostics }) => diagnostics)
    .filter(({ severity, fix }) => fix && severity !== 'error').length;
  const parts = [
    ...(summary.invalid > 0 ? [`${summary.invalid} invalid (${amount(summary.errors, 'error')})`] : []),
    ...(summary.warning > 0
      ? [`${summary.warning} with problems (${amount(summary.warnings, 'problem')})`]
      : []),
    ...(summary.valid > 0 ? [`${summary.valid} clean`] : []),
  ];
  const head = amount(summary.files, 'file');
  const mark = color ? `\u001b[1;${summary.ok ? 32 : 31}m${head}\u001b[0m` : head;
  const note = fixable > 0 ? `; ${fixable} can be fixed with --fix` : '';
  return `${mark}: ${parts.join(', ') || 'nothing to look at'}${note}`;
}
