/**
 * Judging: expectations and a trace in, findings out, and one verdict from all findings. One evaluator per kind of
 * expectation, all with the same signature; pure, linear in spans but for sorting, independent of arrival order. It never
 * looks at files, time or processes. Patterns, globs and JSON paths, which expectations are written in, live here too.
 */

export type { Completeness } from './claim.ts';
export { findingDiagnostic, nothingJudged } from './diagnostic.ts';
export { awaitedRules, type EvaluateInput, evaluate } from './evaluate.ts';
export { type Finding, type FindingOutcome, MAX_PROOF, type NearestSpan } from './finding.ts';
export { compileGlob, type Glob, isGlob } from './glob.ts';
export { type Selection, selectValue } from './json-path.ts';
export { compileName, isNamed, isOwnName } from './names.ts';
export { compilePattern, isPattern, type Pattern, type PatternError, type PatternMatch } from './pattern.ts';
export { type Capture, captureValue } from './step/capture.ts';
export type { KeptOutput } from './step/kept.ts';
export { evaluateStep, type StepEnd, type StepInput, type StepOutput } from './step/step.ts';
export { type Verdict, verdictOf } from './verdict.ts';
