import { rangesIn } from '../bounds.ts';
import type { Rule } from '../rule.ts';

/** Limits on one number that exclude each other, such as `gte = 3, lte = 2`. */
export const impossibleBound: Rule = {
  code: 'SW4101',
  name: 'impossible-bound',
  level: 'semantic',
  check({ scopes }, report) {
    for (const { least, most, written, needed, at } of scopes.flatMap(({ parts }) =>
      parts.flatMap(rangesIn),
    )) {
      if (least <= most) continue;
      report({
        message: `no number meets ${written}: it is at least ${least} and at most ${most}`,
        at,
        hint: 'all limits must hold at once; swap them, or leave one out',
        // Of a span that may be absent, the file passes without it.
        severity: needed ? undefined : 'warning',
      });
    }
  },
};
