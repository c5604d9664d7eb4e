/**
 * The library of Spanwright: load scenario files, read traces, judge expectations, read run records. Everything here is
 * a pure function of its input, which for templates includes the host that they read from; running scenarios is the
 * business of the command line tool.
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
export { type RunEvent, type RunRecord, readRunRecord, type ScenarioRecord } from './event/index.ts';
export { type EvaluateInput, evaluate, type Finding, type Verdict, verdictOf } from './expect/index.ts';
export { type Host, memoryHost, realHost } from './host/index.ts';
export {
  type Expectations,
  type KeyPath,
  type LoadedFile,
  type LoadedSet,
  type LoadInput,
  type LoadResult,
  loadRendered,
  loadScenarioFile,
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
