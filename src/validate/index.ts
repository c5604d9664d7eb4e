/**
 * The dry run: what can be said of scenario files without running anything. Beyond what the loader refuses, rules find
 * expectations that contradict each other, expectations that cannot fail, and settings that will not work; one rule a
 * file, each with a code of its own. The linter in `lint/` does the same for how files are written, and fixes it. The
 * outcome is plain data, which formatters turn into text. Reads, starts and writes nothing, and judges no trace.
 */
export {
  type FormatOptions,
  formatReport,
  type ValidationFormat,
  validationFormats,
} from './format/index.ts';
export {
  type Allowed,
  type FixedText,
  type FixOptions,
  fixText,
  formatLint,
  type LintOptions,
  type LintRule,
  type LintRuleName,
  lintAll,
  lintRuleNames,
  lintRules,
  lintSet,
} from './lint/index.ts';
export {
  type FileVerdict,
  type ReportedDiagnostic,
  type ReportedFile,
  type ReportedPlace,
  reportedDiagnostic,
  type ValidationReport,
  type ValidationSummary,
} from './report.ts';
export { type Level, levels, type Rule } from './rule.ts';
export { rules } from './rules.ts';
export { type ValidationInput, type ValidationOptions, validateAll } from './validate.ts';
export { validateFile } from './validate-file.ts';
