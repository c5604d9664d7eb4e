import type { SpanExpectation } from '../../scenario/index.ts';
import { rangeOf } from '../bounds.ts';
import { demandsIn, spansIn } from '../demands.ts';
import { coverage } from '../names.ts';
import type { Rule } from '../rule.ts';

/** A condition on a span that has to be there anyway, or on the very span that is expected. */
export const conditionWithoutEffect: Rule = {
  code: 'SW4137',
  name: 'condition-without-effect',
  level: 'semantic',
  check({ scopes }, report) {
    for (const scope of scopes) {
      const conditional = spansIn(scope).filter(({ span }) => span.when !== undefined);
      if (conditional.length === 0) continue;
      const wide = coverage(conditional.flatMap(({ span }) => span.when?.span ?? []));
      const required = new Map(
        demandsIn(scope).flatMap((demand) => wide(demand.name).map((name) => [name, demand] as const)),
      );
      for (const { span, at } of conditional) {
        if (asksForItsCondition(span)) {
          report({
            message: `${JSON.stringify(span.name)} is expected only when it arrived, so this cannot fail`,
            at: [...at, 'when'],
            hint: 'leave out `when`, or say what the span must be like',
          });
          continue;
        }
        const demand = required.get(span.when?.span ?? '');
        if (!demand) continue;
        report({
          message: `the condition always holds: ${JSON.stringify(span.when?.span)} is required anyway`,
          at: [...at, 'when'],
          hint: 'leave out `when`, or do not require the span',
          related: [{ message: 'required here', at: demand.at }],
        });
      }
    }
  },
};

/** Whether nothing is asked of the span but that there is one. */
function asksForItsCondition({ name, when, count, ...clauses }: SpanExpectation): boolean {
  const plain = Object.values(clauses).every((clause) => clause === undefined);
  const { least, most } = rangeOf(count ?? {});
  return name === when?.span && plain && least <= 1 && most === Number.POSITIVE_INFINITY;
}
