import { amount } from '../amount.ts';
import { leastOf, rangeOf } from '../bounds.ts';
import { type Demand, demandsIn, neededSpans, totalOf } from '../demands.ts';
import type { Rule } from '../rule.ts';
import type { Scope } from '../scopes.ts';

/** The number of errors does not go with the statuses that spans must have. */
export const errorsAgainstStatus: Rule = {
  code: 'SW4110',
  name: 'errors-against-status',
  level: 'semantic',
  check({ scopes }, report) {
    for (const scope of scopes) {
      const totals = errorTotals(scope);
      if (totals.length === 0) continue;
      const all = scope.parts.find(({ expect }) => expect.status?.all !== undefined);
      const status = all?.expect.status?.all;
      const related = all ? [{ message: `every span ${status}`, at: [...all.base, 'status', 'all'] }] : [];
      const errors = totalOf(errorDemands(scope));
      for (const { least, most, at } of totals) {
        const needed = status === 'ERROR' ? Math.max(1, totalOf(demandsIn(scope)).least) : errors.least;
        if (needed > most) {
          report({
            message: `at least ${amount(needed, 'span')} must have the status ERROR, and \`errors_total\` allows ${most}`,
            at,
            hint: `allow ${amount(needed, 'error')}, or expect another status`,
            related:
              status === 'ERROR'
                ? related
                : errors.demands
                    .slice(0, 4)
                    .map((each) => ({ message: 'ERROR is required here', at: each.at })),
          });
        }
        if (least > 0 && status !== undefined && status !== 'ERROR') {
          report({
            message: `\`errors_total\` requires ${amount(least, 'error')}, and every span must have the status ${status}`,
            at,
            hint: 'only spans that carry `error = true` without the status ERROR could meet this; drop one of the two',
            severity: 'warning',
            related,
          });
        }
      }
    }
  },
};

function errorTotals({ parts }: Scope) {
  return parts.flatMap(({ expect, base }) => {
    const bound = expect.counts?.errors_total;
    return bound ? [{ ...rangeOf(bound), at: [...base, 'counts', 'errors_total'] }] : [];
  });
}

function errorDemands(scope: Scope): Demand[] {
  const bySpan = neededSpans(scope).flatMap(({ span, at }) =>
    span.status === 'ERROR' ? [{ name: span.name, least: leastOf(span), at: [...at, 'status'] }] : [],
  );
  const byName = scope.parts.flatMap(({ expect, base }) =>
    Object.entries(expect.status?.by_name ?? {}).flatMap(([name, status]) =>
      status === 'ERROR' ? [{ name, least: 1, at: [...base, 'status', 'by_name', name] }] : [],
    ),
  );
  return [...bySpan, ...byName];
}
