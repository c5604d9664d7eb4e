/**
 * The library of Spanwright: load and validate scenario files, run them, judge traces, read run records, compare. All of
 * it is pure functions of their input, which for templates includes the host that they read from; except for
 * `runScenarios`, which starts the command line tool. docs/api.md has examples.
 */
export {
  type Code,
  catalogue,
  type Diagnostic,
  EXIT,
  exitCodes,
  type Place,
  printDiagnostic,
  printDiagnostics,
  type Severity,
} from './diagnostic/index.ts';
export {
  type Change,
  type ChangeKind,
  changeKinds,
  type DiffStrategy,
  diffTraces,
  diffTrees,
  type ExpectationTree,
  expectationTree,
  findingsOf,
  type SpanDifference,
  type StrategyName,
  type StrategyOptions,
  strategies,
  type TraceDiff,
  type TraceFinding,
  type TreeDiff,
} from './diff/index.ts';
export { type RunEvent, type RunRecord, readRunRecord, type ScenarioRecord } from './event/index.ts';
export { type EvaluateInput, evaluate, type Finding, type Verdict, verdictOf } from './expect/index.ts';
export { type Host, memoryHost, realHost } from './host/index.ts';
export { type RunOptions, type RunOutcome, runScenarios } from './library/index.ts';
export {
  checkPlugin,
  type Expectations,
  type KeyPath,
  type LoadedFile,
  type LoadedSet,
  type LoadInput,
  type LoadResult,
  loadRendered,
  loadScenarioFile,
  type Plugin,
  type PluginCase,
  type PluginParameters,
  type PluginPreset,
  type PluginReadiness,
  type Plugins,
  type Preset,
  type ScenarioFile,
  type TemplateSurroundings,
} from './scenario/index.ts';
export {
  createTrace,
  type ParsedTrace,
  parseTraceText,
  printTree,
  type Span,
  type Trace,
  traceDigest,
} from './trace/index.ts';
export {
  type Level,
  type ReportedDiagnostic,
  type ReportedFile,
  type ValidationInput,
  type ValidationOptions,
  type ValidationReport,
  type ValidationSummary,
  validateAll,
} from './validate/index.ts';
