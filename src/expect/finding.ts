import type { KeyPath } from '../scenario/index.ts';
import type { SpanRef } from '../trace/index.ts';

/**
 * What one claim came to. `undecided`: what is there does not settle it. `notApplicable`: an unmet `when`, or an
 * expectation that asks for nothing (`acyclic = false`); it proves nothing.
 */
export type FindingOutcome = 'passed' | 'failed' | 'undecided' | 'notApplicable';

/** What one claim of an expectation came to. Plain data: it crosses processes and is kept in run records. */
export interface Finding {
  /** Such as `expect.span[checkout].attrs.all` or `expect.counts.spans_total`; names as in clnrm-format section b. */
  readonly rule: string;
  readonly outcome: FindingOutcome;
  /** Where the claim stands in the scenario file's model. A failed span expectation points at the clause that failed. */
  readonly path: KeyPath;
  /** One sentence: what was found, and why that is what was claimed or not. */
  readonly message: string;
  readonly expected: string;
  readonly actual: string;
  /**
   * The spans that prove it, at most {@link MAX_PROOF}, earliest first; `proofCount` says how many there are. Where one
   * span is enough, the search ends with the last that is shown: {@link MAX_PROOF} then means as many or more.
   */
  readonly proof: readonly SpanRef[];
  readonly proofCount: number;
  /** For a failed span expectation: the span that came nearest and what is different about it. */
  readonly nearest: NearestSpan | undefined;
  /**
   * The smallest change of the expectation that would satisfy it. One change a line: a TOML assignment relative to the
   * expectation's own table (`attrs.all."http.route" = "/a"`), `remove <key>`, or the list item to write instead.
   */
  readonly edit: string | undefined;
  /** What it looks like, as a noun phrase: a way to fake success, where the trace holds exactly what that leaves behind. */
  readonly cheat?: string | undefined;
  /** The tested system sent no span at all, and the claim needs some. */
  readonly noSpans?: true | undefined;
}

export interface NearestSpan {
  readonly span: SpanRef;
  /** One line per clause that differs, such as `attrs.all "http.route": expected "/a", has "/b"`. */
  readonly differences: readonly string[];
}

export const MAX_PROOF = 20;
