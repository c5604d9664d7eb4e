import { stripVTControlCharacters } from 'node:util';
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
  const tally = `tests="${files.length}" failures="${failures}" errors="0"`;
  const time = ((summary.timings.load + summary.timings.rules) / 1000).toFixed(3);
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="spanwright ${command}" ${tally} time="${time}">`,
    `  <testsuite name="${command}" ${tally} skipped="0" time="${time}">`,
    ...files.flatMap((file) => testCase(file, { command, fails })),
    '  </testsuite>',
    '</testsuites>',
  ];
  return `${lines.join('\n')}\n`;
}

interface CaseOptions {
  readonly command: string;
  readonly fails: (severity: ReportedDiagnostic['severity']) => boolean;
}

function testCase({ path, diagnostics }: ReportedFile, { command, fails }: CaseOptions): string[] {
  const open = `    <testcase name="${attribute(path)}" classname="${command}" time="0"`;
  const failing = diagnostics.filter(({ severity }) => fails(severity));
  const [first] = failing;
  const others = diagnostics.filter(({ severity }) => !fails(severity));
  const content = [
    ...(first
      ? [
          `      <failure message="${attribute(first.message)}" type="${first.code}">${text(described(failing))}</failure>`,
        ]
      : []),
    ...(others.length > 0 ? [`      <system-out>${text(described(others))}</system-out>`] : []),
  ];
  return content.length === 0 ? [`${open}/>`] : [`${open}>`, ...content, '    </testcase>'];
}

function described(diagnostics: readonly ReportedDiagnostic[]): string {
  return diagnostics.map(describe).join('\n');
}

function describe({ severity, code, message, file, line, column, hint }: ReportedDiagnostic): string {
  const at = file === undefined ? '' : `${file}:${line}:${column}: `;
  return `${at}${severity}[${code}]: ${message}${hint === undefined ? '' : `\n  hint: ${hint}`}`;
}

const named = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
]);

function reference(char: string): string {
  return named.get(char) ?? `&#${char.charCodeAt(0)};`;
}

function text(value: string): string {
  return legal(value).replace(/[&<>\r]/g, reference);
}

/** Line ends and tabs as references: a parser makes spaces of them (XML 1.0, section 3.3.3). */
function attribute(value: string): string {
  return legal(value).replace(/[&<>"\t\r\n]/g, reference);
}

/** Without what XML cannot hold (production [2] Char), and the escape sequences it belongs to. */
function legal(value: string): string {
  return stripVTControlCharacters(value).replace(
    /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu,
    '',
  );
}
