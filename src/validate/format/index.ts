/**
 * A validation report as text: for people, for programs, for code scanning (SARIF), for GitHub Actions and for CI
 * servers (JUnit). Pure; nothing is written.
 */

import type { ValidationReport } from '../report.ts';
import { unreachable } from '../unreachable.ts';
import { formatGithub } from './github.ts';
import { formatHuman } from './human.ts';
import { formatJunit } from './junit.ts';
import type { ValidationFormat } from './names.ts';
import type { FormatOptions } from './options.ts';
import { formatSarif } from './sarif.ts';

export { type ValidationFormat, validationFormats } from './names.ts';
export type { FormatOptions } from './options.ts';

/** Text that ends in a newline. */
export function formatReport(
  report: ValidationReport,
  format: ValidationFormat,
  options: FormatOptions,
): string {
  switch (format) {
    case 'human':
      return formatHuman(report, options);
    case 'json':
      return `${JSON.stringify(report, null, 2)}\n`;
    case 'sarif':
      return formatSarif(report, options);
    case 'github':
      return formatGithub(report, options);
    case 'junit':
      return formatJunit(report, options);
    default:
      return unreachable(format);
  }
}
