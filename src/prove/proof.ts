import type { Finding } from '../expect/index.ts';
import type { KeyPath } from '../scenario/index.ts';
import type { SpanRef } from '../trace/index.ts';
import type { Operator } from './mutant.ts';

/** How strong the expectations of one scenario are. Plain data. */
export interface Proof {
  /** Spans of the tested system that were recorded. */
  readonly spans: number;
  /** Mutants there are; the equivalent ones, which no expectation should notice, are not among them. */
  readonly mutants: number;
  readonly equivalent: number;
  /** Mutants that were judged: fewer than there are where a sample was drawn. */
  readonly judged: number;
  /** Mutants on which the verdict is passed no more. */
  readonly killed: number;
  /** Of those, the ones that leave it undecided. Undecided is never green, so they count as killed. */
  readonly undecided: number;
  readonly byOperator: readonly OperatorTally[];
  /** One for each claim, in the order in which they are judged. */
  readonly expectations: readonly ProvedExpectation[];
  /** In the order in which they were made, at most {@link MAX_SURVIVORS}; `judged - killed` says how many there are. */
  readonly survivors: readonly Survivor[];
  /** Expectations that would kill the survivors they were written for, and pass on what was recorded. */
  readonly suggestion: Suggestion | undefined;
  readonly coverage: Coverage;
}

/** Survivors beyond these are counted, and neither listed nor answered by a suggestion. */
export const MAX_SURVIVORS = 500;

export interface OperatorTally {
  readonly operator: Operator;
  readonly killed: number;
  readonly survived: number;
}

export interface ProvedExpectation {
  readonly rule: string;
  readonly path: KeyPath;
  readonly expected: string;
  readonly outcome: Finding['outcome'];
  /** Mutants that turn it red. */
  readonly kills: number;
  /** Mutants that would survive without it. */
  readonly killsAlone: number;
  /** `idle`: nothing turned it red. `redundant`: whatever did turned others red too. */
  readonly worth: 'needed' | 'redundant' | 'idle';
}

export interface Survivor {
  readonly operator: Operator;
  readonly span: SpanRef;
  readonly subject: string | undefined;
  readonly detail: string | undefined;
  /** TOML that would kill it, and passes on what was recorded; undefined where none was found. */
  readonly suggestion: string | undefined;
}

export interface Suggestion {
  readonly toml: string;
  /** Of the survivors listed. */
  readonly kills: number;
}

/** What is in the telemetry and no expectation looks at. What varies by nature is left out. */
export interface Coverage {
  /** Spans that no expectation names, by name. */
  readonly spans: readonly { readonly name: string; readonly count: number }[];
  /** Keys that no expectation asks for, by the name of the span. */
  readonly attributes: readonly { readonly span: string; readonly keys: readonly string[] }[];
  readonly resource: readonly { readonly service: string; readonly keys: readonly string[] }[];
  /** Attributes there are, each once for the spans of one name, and how many of them are looked at. */
  readonly attributeCount: number;
  readonly attributesSeen: number;
}
