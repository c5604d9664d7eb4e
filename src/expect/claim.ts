import type { KeyPath } from '../scenario/index.ts';
import type { Span } from '../trace/index.ts';
import type { Finding, NearestSpan } from './finding.ts';
import { proofOf } from './proof.ts';
import type { Shared } from './shared.ts';
import type { Sought } from './span/tally.ts';
import type { Subject } from './subject.ts';

/** Whether everything the tested system sent is in the trace, and if not, why. */
export type Completeness =
  | { readonly complete: true }
  | { readonly complete: false; readonly reason: string };

interface Claimed {
  readonly rule: string;
  readonly path: KeyPath;
  /** What is claimed, in words. */
  readonly expected: string;
}

/** A claim that no span bears on: what a step did. */
export interface StepClaim extends Claimed {
  judge(): Judgement;
}

/**
 * One thing an expectation claims, ready to be judged. Evaluators turn expectations into claims; that a claim never
 * passes on an empty or incomplete trace is seen to here, once, for all of them.
 */
export interface Claim extends Claimed {
  /** False for claims an empty trace says nothing about: on Spanwright's own spans, or asking for nothing. */
  readonly needsSpans: boolean;
  /** Left out where all of a trace has to be looked at, whatever changes in it. */
  readonly parts?: Parts;
  judge(subject: Subject): Judgement;
  /** The same judgement where many claims are judged together, by what is worked out once for all of them. */
  readonly together?: {
    /** What it counts among all spans: one pass counts for all claims. */
    readonly sought?: Sought;
    judge(subject: Subject, shared: Shared): Judgement;
  };
}

/**
 * What a claim on a whole trace comes down to, for judging it again where few spans change. `each`: it holds exactly when
 * it holds of each span alone. `rings`: it fails only by spans that are their own ancestors. `sum`: it counts, and what
 * it counts in a trace is the sum of what it counts in each span alone.
 */
export type Parts =
  | { readonly kind: 'each' | 'rings' }
  | { readonly kind: 'sum'; count(subject: Subject): number; judge(count: number): Judgement };

/** What an evaluator says of a claim, on the assumption that the trace is complete. */
export type Judgement = Decided | Open;

interface Decided {
  readonly outcome: 'passed' | 'failed';
  /** More spans could not turn it into its opposite, so it stands even when telemetry is incomplete. */
  readonly final: boolean;
  readonly message: string;
  readonly actual: string;
  /** In order, as a trace holds them. */
  readonly proof: readonly Span[];
  /** Where `proof` is only the first of more. */
  readonly proofCount?: number;
  /** Where the failure is one part of the claim: that part's rule, path and expected text. */
  readonly rule?: string;
  readonly path?: KeyPath;
  readonly expected?: string;
  readonly nearest?: NearestSpan | undefined;
  readonly edit?: string | undefined;
  readonly cheat?: string | undefined;
}

interface Open {
  readonly outcome: 'undecided' | 'notApplicable';
  readonly message: string;
  /** For `notApplicable`: more spans could make it applicable. */
  readonly final: boolean;
}

/**
 * The evaluator of one kind of expectation: what stands at `path`, taken apart into claims. Every key that is present
 * gives at least one claim, if only one that says that nothing is asked.
 */
export type Evaluator<E> = (expectation: E, path: KeyPath) => Claim[];

/** A claim for a key that asks for nothing, such as `acyclic = false`: reported rather than passed over in silence. */
export function asksNothing(rule: string, path: KeyPath, why: string): Claim & StepClaim {
  const judgement = {
    outcome: 'notApplicable',
    message: `${why}, so there is nothing to judge`,
    final: true,
  } as const;
  return { rule, path, expected: 'nothing', needsSpans: false, judge: () => judgement };
}

/** Judges one claim. An empty trace fails whatever needs spans, before the claim itself is looked at. */
export function judgeClaim(claim: Claim, subject: Subject, completeness: Completeness): Finding {
  const judgement = claim.needsSpans && subject.empty ? NO_SPANS : claim.judge(subject);
  const finding = conclude(claim, judgement);
  const stands = completeness.complete || judgement.final || judgement.outcome === 'undecided';
  const judged = stands ? finding : leftOpen(finding, completeness.reason);
  return judgement === NO_SPANS ? { ...judged, noSpans: true } : judged;
}

/** clnrm-format section f, requirement 1: zero spans fail first. An absence cannot be told from silence. */
const NO_SPANS: Judgement = {
  outcome: 'failed',
  final: false,
  message: '0 spans collected: the tested system sent none, so nothing it did is proved',
  actual: '0 spans collected',
  proof: [],
  cheat: 'printing success and exiting 0 without running anything (echo attack): output is not evidence',
};

/** A judgement that nothing can be said, whatever else may come. */
export function undecided(message: string): Judgement {
  return { outcome: 'undecided', message, final: true };
}

/** The finding of a claim as it was judged. */
export function conclude(claim: Claimed, judgement: Judgement): Finding {
  const { rule, path, expected } = claim;
  if (!('actual' in judgement)) {
    const { outcome, message } = judgement;
    const nothing = { proof: [], proofCount: 0, nearest: undefined, edit: undefined };
    return { rule, outcome, path, message, expected, actual: 'not judged', ...nothing };
  }
  return {
    rule: judgement.rule ?? rule,
    outcome: judgement.outcome,
    path: judgement.path ?? path,
    message: judgement.message,
    expected: judgement.expected ?? expected,
    actual: judgement.actual,
    ...proofOf(judgement.proof, judgement.proofCount),
    nearest: judgement.nearest,
    edit: judgement.edit,
    ...(judgement.cheat === undefined ? {} : { cheat: judgement.cheat }),
  };
}

/** Undecided for want of telemetry. What was seen so far stays in view; advice built on it does not. */
function leftOpen(finding: Finding, reason: string): Finding {
  const { cheat: _cheat, ...rest } = finding;
  const message = `cannot be judged, because ${reason}; so far: ${finding.message}`;
  return { ...rest, outcome: 'undecided', message, edit: undefined };
}
