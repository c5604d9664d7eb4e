import type { SpanExpectation } from '../../scenario/index.ts';
import { attributeClauses } from './attribute-clauses.ts';
import type { Clause } from './clause.ts';
import { eventClauses, linkClauses } from './event-clauses.ts';
import { durationClauses, kindClauses, parentClauses, statusClauses } from './plain-clauses.ts';

/** All clauses in the order in which they are named in failures: that of clnrm-format section b.2, additions after. */
export function compileClauses(expectation: SpanExpectation): Clause[] {
  return [
    ...parentClauses(expectation),
    ...kindClauses(expectation),
    ...statusClauses(expectation),
    ...attributeClauses(expectation),
    ...eventClauses(expectation),
    ...linkClauses(expectation),
    ...durationClauses(expectation),
  ];
}
