import { type Element, printXml } from '../../diagnostic/index.ts';
import type { ReportedDiagnostic, ReportedFile, ValidationReport } from '../report.ts';
import type { FormatOptions } from './options.ts';

/**
 * JUnit XML: a suite with a case for each file. A file fails by its errors, and by its warnings where these fail. What
 * does not fail it stands in `system-out`.
 */
export function formatJunit(
  { files, summary }: ValidationReport,
  { command = 'validate' }: Pick<FormatOptions, 'command'>,
): string {
  const fails = (severity: ReportedDiagnostic['severity']) =>
    severity === 'error' || (summary.strict && severity === 'warning');
  const failures = files.filter(({ diagnostics }) => diagnostics.some((each) => fails(each.severity))).length;
  const time = ((summary.timings.load + summary.timings.rules) / 1000).toFixed(3);
  const tally = { tests: files.length, failures, errors: 0 };
  return printXml({
    name: 'testsuites',
    attributes: { name: `spanwright ${command}`, ...tally, time },
    content: [
      {
        name: 'testsuite',
        attributes: { name: command, ...tally, skipped: 0, time },
        content: files.map((file) => testCase(file, { command, fails })),
      },
    ],
  });
}

interface CaseOptions {
  readonly command: string;
  readonly fails: (severity: ReportedDiagnostic['severity']) => boolean;
}

function testCase({ path, diagnostics }: ReportedFile, { command, fails }: CaseOptions): Element {
  const failing = diagnostics.filter(({ severity }) => fails(severity));
  const others = diagnostics.filter(({ severity }) => !fails(severity));
  const [first] = failing;
  const content: Element[] = [];
  if (first) {
    const attributes = { message: first.message, type: first.code };
    content.push({ name: 'failure', attributes, content: described(failing) });
  }
  if (others.length > 0) content.push({ name: 'system-out', content: described(others) });
  return { name: 'testcase', attributes: { name: path, classname: command, time: 0 }, content };
}

function described(diagnostics: readonly ReportedDiagnostic[]): string {
  return diagnostics.map(describe).join('\n');
}

function describe({ severity, code, message, file, line, column, hint }: ReportedDiagnostic): string {
  const at = file === undefined ? '' : `${file}:${line}:${column}: `;
  return `${at}${severity}[${code}]: ${message}${hint === undefined ? '' : `\n  hint: ${hint}`}`;
}
