/**
 * What is said about a run: reporters, which turn its events and its record into text, and the exit code. Everything is a
 * pure function of the run and of options chosen at the edge (colour, width, environment, the text of scenario files);
 * nothing here writes, reads a file or looks at the machine. Texts of others are redacted and made harmless here.
 */

export { visible } from '../diagnostic/index.ts';
export { certificateJsonSchema, certificateOf, printCertificate } from './certificate/index.ts';
export { type ColorInput, wantsColor } from './color.ts';
export { exitCodeOf } from './exit.ts';
export { type GraphFormat, graphFormats, printGraph } from './graph/index.ts';
export { mergeShards, type ShardReport } from './merge.ts';
export { type Outcome, outcomeOf } from './outcome.ts';
export { type PlanFormat, type PlanPreview, planFormats, printPlan } from './plan.ts';
export { isSecretName, redact, secretsOf } from './redact.ts';
export type {
  ReportedBaseline,
  ReportedProof,
  ReportedTrace,
  Reporter,
  ReporterEntry,
  ReporterOptions,
} from './reporter.ts';
export { type ReporterName, reporters } from './reporters.ts';
export { printSpans, type SelectedSpans, spanFormats } from './spans/index.ts';
export { printStepSummary } from './step-summary.ts';
export { printRunSummary, type RunSummary, summaryOf } from './summary.ts';
export { type ComparedTraces, printTraceDiff, traceDiffJson } from './trace-diff.ts';
export { repositoryPath } from './workflow-command.ts';
