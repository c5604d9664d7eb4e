import type { KeyPath } from '../scenario/index.ts';
import type { SpanRef } from '../trace/index.ts';

/** What one expectation came to. `notApplicable` is the outcome of an unmet `when`; it proves nothing. */
export type FindingOutcome = 'passed' | 'failed' | 'undecided' | 'notApplicable';

/** What one expectation concluded. Plain data: it crosses processes and is kept in run records. */
export interface Finding {
  /** Such as `expect.span[checkout].attrs.all` or `expect.counts.spans_total`; names as in clnrm-format section b. */
  readonly rule: string;
  readonly outcome: FindingOutcome;
  /** Where the expectation stands in the scenario file's model. */
  readonly path: KeyPath;
  /** One sentence: what was found, and why that is what was claimed or not. */
  readonly message: string;
  readonly expected: string;
  readonly actual: string;
  /** The spans that prove it, at most {@link MAX_PROOF}; `proofCount` says how many there are. */
  readonly proof: readonly SpanRef[];
  readonly proofCount: number;
  /** For a failed span expectation: the span that came nearest and what is different about it. */
  readonly nearest: NearestSpan | undefined;
  /** The smallest change of the expectation that would satisfy it. */
  readonly edit: string | undefined;
}

export interface NearestSpan {
  readonly span: SpanRef;
  /** One line per clause that differs, such as `attrs.all "http.route": expected "/a", has "/b"`. */
  readonly differences: readonly string[];
}

export const MAX_PROOF = 20;
