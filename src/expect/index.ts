/**
 * Judging: expectations and a trace in, findings out, and one verdict from all findings. One evaluator per kind of
 * expectation, all with the same signature; pure, linear in spans but for sorting, independent of arrival order. It never
 * looks at files, time or processes.
 */

// Beside what judges: the ways in which expectations name spans and describe texts.
export {
  compileGlob,
  compileName,
  compilePattern,
  type Glob,
  isGlob,
  isOwnName,
  isPattern,
  type Pattern,
  type PatternError,
  type PatternMatch,
} from '../scenario/index.ts';
export { type Claim, type Completeness, judgeClaim } from './claim.ts';
export { findingDiagnostic, nothingJudged } from './diagnostic.ts';
export { awaitedRules, claimsOf, type EvaluateInput, evaluate } from './evaluate.ts';
export { compileFilter, filterFields, type SpanFilter } from './filter/filter.ts';
export type { FilterFault } from './filter/tokens.ts';
export { type Finding, type FindingOutcome, MAX_PROOF, type NearestSpan } from './finding.ts';
export { type Selection, selectValue } from './json-path.ts';
export { isNamed } from './names.ts';
export { type Capture, captureValue } from './step/capture.ts';
export type { KeptOutput } from './step/kept.ts';
export { evaluateStep, type StepEnd, type StepInput, type StepOutput } from './step/step.ts';
export { createSubject, type Subject } from './subject.ts';
export { type Verdict, verdictOf } from './verdict.ts';
