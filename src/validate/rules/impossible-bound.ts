import { isGlob, isOwnName } from '../../scenario/index.ts';
import { amount } from '../amount.ts';
import { rangeOf, rangesIn } from '../bounds.ts';
import { neededSpans } from '../demands.ts';
import type { Problem, Rule } from '../rule.ts';
import type { Scope } from '../scopes.ts';

/**
 * Limits on one number that exclude each other, such as `gte = 3, lte = 2`, or that exclude the links and events which
 * have to be there by name.
 */
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
    for (const scope of scopes) {
      for (const problem of namedBeyondLimit(scope)) report(problem);
    }
  },
};

function* namedBeyondLimit(scope: Scope): Iterable<Problem> {
  const events = scope.parts.flatMap(({ expect, base }) => {
    const bound = expect.counts?.events_total;
    return bound ? [{ most: rangeOf(bound).most, at: [...base, 'counts', 'events_total'] }] : [];
  });
  for (const { span, at } of neededSpans(scope)) {
    const links = leastNamed(span.links);
    const { most } = rangeOf(span.links?.count ?? {});
    if (links > most) {
      yield {
        message: `the names call for at least ${amount(links, 'link')}, and \`count\` allows ${most} at most`,
        at: [...at, 'links', 'count'],
        hint: `allow ${amount(links, 'link')}, or require fewer by name`,
      };
    }
    // Those of Spanwright's own spans do not count.
    const needed = isOwnName(span.name) ? 0 : leastNamed(span.events);
    const limit = events.find((each) => each.most < needed);
    if (limit) {
      yield {
        message: `${amount(needed, 'event')} must be there by name, and \`events_total\` allows ${limit.most} at most`,
        at: limit.at,
        hint: `allow ${amount(needed, 'event')}, or require fewer by name`,
        related: [{ message: 'required here', at: [...at, 'events'] }],
      };
    }
  }
}

/** How many things of different names there must be at the least. */
function leastNamed(
  names: { readonly all?: readonly string[]; readonly any?: readonly string[] } = {},
): number {
  const all = new Set(names.all?.filter((name) => !isGlob(name)));
  return Math.max(all.size, names.all?.length || names.any?.length ? 1 : 0);
}
