import { type Evaluator, undecided } from './claim.ts';

/** `unjudged`: claims that nobody has put in terms of the trace yet, each of which leaves the verdict open. */
export const unjudgedClaims: Evaluator<readonly string[]> = (claims, path) =>
  claims.map((claim, index) => ({
    rule: `expect.unjudged[${claim}]`,
    path: [...path, index],
    expected: claim,
    needsSpans: false,
    judge: () => undecided('no expectation says this, so nothing judges it'),
  }));
