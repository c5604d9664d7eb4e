import { printDiagnostics } from '../../diagnostic/index.ts';
import { amount } from '../amount.ts';
import { diagnosticOf, type ValidationReport, type ValidationSummary } from '../report.ts';
import type { FormatOptions } from './options.ts';

/** Every diagnostic with its excerpt, then one line that sums up. */
export function formatHuman({ files, summary }: ValidationReport, options: FormatOptions): string {
  const diagnostics = files.flatMap((file) => file.diagnostics.map(diagnosticOf));
  const shown = printDiagnostics(diagnostics, options);
  const lines = [summaryLine(summary, options), ...(options.timing ? [timingLine(summary)] : [])];
  return `${shown === '' ? '' : `${shown}\n`}${lines.join('\n')}\n`;
}

function summaryLine(summary: ValidationSummary, { color }: FormatOptions): string {
  const { files, valid, warning, invalid, errors, warnings, infos, ok, strict } = summary;
  const parts = [
    ...(invalid > 0 ? [`${invalid} invalid (${amount(errors, 'error')})`] : []),
    ...(warning > 0 ? [`${warning} with warnings${strict ? ', which fail' : ''}`] : []),
    ...(valid > 0 ? [`${valid} valid`] : []),
  ];
  const notes = [
    ...(warnings > 0 ? [amount(warnings, 'warning')] : []),
    ...(infos > 0 ? [amount(infos, 'remark')] : []),
  ];
  const head = amount(files, 'file');
  const mark = color ? `\u001b[1;${ok ? 32 : 31}m${head}\u001b[0m` : head;
  return `${mark}: ${parts.join(', ') || 'nothing to validate'}${notes.length > 0 ? `; ${notes.join(', ')}` : ''}`;
}

function timingLine({ timings }: ValidationSummary): string {
  const stages = Object.entries(timings).map(([stage, ms]) => `${stage} ${ms.toFixed(1)} ms`);
  return `time: ${stages.join(', ')}`;
}
