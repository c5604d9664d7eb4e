import { type Code, EXIT, entryOf, type Severity } from '../../diagnostic/index.ts';
import { lintRuleByCode } from '../lint/names.ts';
import { placeOf, type ReportedDiagnostic, type ReportedPlace, type ValidationReport } from '../report.ts';
import { rules } from '../rules.ts';
import type { FormatOptions } from './options.ts';

const levels: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'note' };
const names: ReadonlyMap<string, string> = new Map([
  ...rules.map(({ code, name }) => [code, name] as const),
  ...Object.entries(lintRuleByCode),
]);

/**
 * SARIF 2.1.0, for code scanning: one run, the codes that occur as its rules, one result a diagnostic. Columns count
 * UTF-16 units, which is what SARIF assumes.
 */
export function formatSarif({ files, summary }: ValidationReport, options: FormatOptions): string {
  const codes = [...new Set(files.flatMap(({ diagnostics }) => diagnostics.map(({ code }) => code)))].sort();
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'spanwright', version: options.version, rules: codes.map(ruleOf) } },
        columnKind: 'utf16CodeUnits',
        invocations: [{ executionSuccessful: true, exitCode: exitCodeOf(summary, options) }],
        results: files.flatMap(({ path, diagnostics }) =>
          diagnostics.map((each) => resultOf({ diagnostic: each, path, codes, options })),
        ),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

/** Problems of style are a judgement, and files that cannot be accepted are invalid input. */
function exitCodeOf({ ok, invalid }: ValidationReport['summary'], { command }: FormatOptions): number {
  if (ok) return EXIT.passed;
  return command === 'lint' && invalid === 0 ? EXIT.failed : EXIT.invalid;
}

function ruleOf(code: Code) {
  const { title, severity, text } = entryOf(code);
  const name = names.get(code);
  return {
    id: code,
    ...(name === undefined ? {} : { name: pascal(name) }),
    shortDescription: { text: title },
    fullDescription: { text },
    help: { text: `${text}\n\nspanwright explain ${code}` },
    defaultConfiguration: { level: levels[severity] },
  };
}

/** SARIF asks for names in Pascal case (section 3.49.7). */
function pascal(name: string): string {
  return name.replace(/(^|-)(\w)/g, (_, __, letter: string) => letter.toUpperCase());
}

interface ResultInput {
  readonly diagnostic: ReportedDiagnostic;
  /** Of the file it is about, for one without a place. */
  readonly path: string;
  readonly codes: readonly Code[];
  readonly options: FormatOptions;
}

function resultOf({ diagnostic, path, codes, options }: ResultInput) {
  const { code, severity, message, expected, hint, related, fix } = diagnostic;
  const text = [
    message,
    ...(expected ? [`Expected: ${expected}.`] : []),
    ...(hint ? [`Hint: ${hint}${hint.endsWith('?') ? '' : '.'}`] : []),
  ];
  const place = placeOf(diagnostic);
  return {
    ruleId: code,
    ruleIndex: codes.indexOf(code),
    level: levels[severity],
    message: { text: text.join('\n') },
    locations: [
      { physicalLocation: place ? physical(place, options) : { artifactLocation: artifact(path, options) } },
    ],
    ...(related
      ? {
          relatedLocations: related.map((each, index) => {
            return {
              id: index + 1,
              message: { text: each.message },
              physicalLocation: physical(each, options),
            };
          }),
        }
      : {}),
    ...(fix ? { fixes: [fixOf(fix, options)] } : {}),
  };
}

function physical(place: ReportedPlace, options: FormatOptions) {
  return { artifactLocation: artifact(place.file, options), region: region(place) };
}

function artifact(file: string, { repositoryPath = (path) => path }: FormatOptions) {
  // A relative reference, so every part is encoded; an absolute path begins with an empty one.
  return { uri: repositoryPath(file).split('/').map(encodeURIComponent).join('/') };
}

function region({ line, column, length }: ReportedPlace) {
  return { startLine: line, startColumn: column, endLine: line, endColumn: column + length };
}

function fixOf(fix: NonNullable<ReportedDiagnostic['fix']>, options: FormatOptions) {
  return {
    description: { text: fix.title },
    artifactChanges: [
      {
        artifactLocation: artifact(fix.file, options),
        replacements: [{ deletedRegion: region(fix), insertedContent: { text: fix.text } }],
      },
    ],
  };
}
