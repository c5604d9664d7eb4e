import type { KeyPath, StepExpectation } from '../../scenario/index.ts';
import { asksNothing, conclude, type Judgement, type StepClaim, undecided } from '../claim.ts';
import type { Finding } from '../finding.ts';
import { listed } from '../words.ts';
import type { KeptOutput } from './kept.ts';
import { outputClaims } from './output.ts';

/** How a step ended, as far as judging it needs to know. */
export type StepEnd =
  | { readonly kind: 'exited'; readonly code: number }
  | { readonly kind: 'signalled'; readonly signal: string; readonly limit?: string | undefined }
  | { readonly kind: 'timedOut'; readonly afterMs: number }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'notStarted'; readonly message: string };

/** What a step left behind. */
export interface StepOutput {
  readonly end: StepEnd;
  readonly stdout: KeptOutput;
  readonly stderr: KeptOutput;
}

export interface StepInput {
  readonly name: string;
  /** Without one, or without `exit_code` in it, the step must exit with 0. */
  readonly expectation: StepExpectation | undefined;
  /** Where the expectation stands in the file. */
  readonly base: KeyPath;
  readonly output: StepOutput;
}

/**
 * Judges what a step did: its exit code first, then standard output and standard error, one finding a claim. A step
 * that did not run to an end of its own, because it was cancelled or never started, is undecided throughout.
 */
export function evaluateStep(input: StepInput): Finding[] {
  const { expectation, base, output } = input;
  const claims = [exitClaim(input)];
  for (const stream of ['stdout', 'stderr'] as const) {
    const wanted = expectation?.[stream];
    const rule = `step[${input.name}].${stream}`;
    if (wanted)
      claims.push(...outputClaims(wanted, { rule, path: [...base, stream], output: output[stream] }));
  }
  const unended = whyUnended(output.end);
  return claims.map((claim) => conclude(claim, unended === undefined ? claim.judge() : undecided(unended)));
}

function whyUnended(end: StepEnd): string | undefined {
  if (end.kind === 'cancelled') return 'the step was stopped before it ended';
  return end.kind === 'notStarted' ? `the step could not be started: ${end.message}` : undefined;
}

function exitClaim({ name, expectation, base, output }: StepInput): StepClaim {
  const wanted = expectation?.exit_code;
  const codes = wanted === undefined ? [0] : typeof wanted === 'number' ? [wanted] : wanted;
  const path = wanted === undefined ? base : [...base, 'exit_code'];
  const rule = `step[${name}].exit_code`;
  if (codes.length === 0) return asksNothing(rule, path, 'the list is empty');
  const expected = `exit code ${listed(codes.map(String), 20)}`;
  return { rule, path, expected, judge: () => judgeExit(codes, output.end) };
}

function judgeExit(codes: readonly number[], end: StepEnd): Judgement {
  const actual = describeEnd(end);
  if (end.kind === 'exited' && codes.includes(end.code))
    return { outcome: 'passed', final: true, message: `the step ended with ${actual}`, actual, proof: [] };
  const edit = end.kind === 'exited' ? `exit_code = ${end.code}` : undefined;
  return {
    outcome: 'failed',
    final: true,
    message: `the step ended with ${actual}`,
    actual,
    proof: [],
    edit,
  };
}

function describeEnd(end: StepEnd): string {
  switch (end.kind) {
    case 'exited':
      return `exit code ${end.code}`;
    case 'signalled':
      return `signal ${end.signal}${end.limit === undefined ? '' : `, for it reached ${end.limit}`}`;
    case 'timedOut':
      return `a timeout after ${end.afterMs} ms`;
    case 'cancelled':
      return 'a stop from outside';
    case 'notStarted':
      return 'no start';
    default:
      return end satisfies never;
  }
}
