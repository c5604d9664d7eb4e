import { amount } from '../amount.ts';
import { rangeOf } from '../bounds.ts';
import { demandsIn, totalOf } from '../demands.ts';
import type { Rule } from '../rule.ts';
import type { Scope } from '../scopes.ts';

/** More spans, or more errors, are required than the total allows. */
export const countsExceedTotal: Rule = {
  code: 'SW4103',
  name: 'counts-exceed-total',
  level: 'semantic',
  check({ scopes }, report) {
    for (const scope of scopes) {
      const allowed = totals(scope, 'spans_total');
      if (allowed.length === 0) continue;
      const { least, demands } = totalOf(demandsIn(scope));
      for (const { most, at } of allowed) {
        if (least <= most) continue;
        report({
          message: `the required names call for at least ${amount(least, 'span')}, and \`spans_total\` allows ${most} at most`,
          at,
          hint: `allow ${amount(least, 'span')} in all, or require fewer by name`,
          related: demands.slice(0, 4).map((each) => {
            return { message: `${each.least} of ${JSON.stringify(each.name)} required here`, at: each.at };
          }),
        });
      }
      const errors = totals(scope, 'errors_total').find((each) => each.least > 0);
      const spans = allowed.find((each) => each.most < (errors?.least ?? 0));
      if (!errors || !spans) continue;
      report({
        message: `\`errors_total\` requires ${amount(errors.least, 'error')}, and \`spans_total\` allows ${amount(spans.most, 'span')} at most`,
        at: errors.at,
        hint: 'an error span is a span too; allow more of them, or require fewer errors',
        related: [{ message: 'the limit on all spans', at: spans.at }],
      });
    }
  },
};

function totals({ parts }: Scope, key: 'spans_total' | 'errors_total') {
  return parts.flatMap(({ expect, base }) => {
    const bound = expect.counts?.[key];
    return bound ? [{ ...rangeOf(bound), at: [...base, 'counts', key] }] : [];
  });
}
