/**
 * Judging: expectations and a trace in, findings out, and one verdict from all findings. One evaluator per file, all with
 * the same signature; pure, linear in spans, independent of arrival order. It never looks at files, time or processes.
 */
export { type EvaluateInput, evaluate } from './evaluate.ts';
export { type Finding, type FindingOutcome, MAX_PROOF, type NearestSpan } from './finding.ts';
export { selectValue } from './json-path.ts';
export { compilePattern, type Pattern } from './pattern.ts';
export { evaluateStep, type StepOutput } from './step.ts';
export { type Verdict, verdictOf } from './verdict.ts';
