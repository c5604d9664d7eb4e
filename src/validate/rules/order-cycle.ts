import { singleNames } from '../demands.ts';
import { chainText, cyclesIn, linksBySource } from '../reach.ts';
import { ordersIn } from '../relations.ts';
import type { Rule } from '../rule.ts';

/**
 * Spans that would have to come before themselves. Proved where the pairs mean every span of their names, or each can
 * occur once only; else a later span of the same name may close the circle, which is possible and seldom meant.
 */
export const orderCycle: Rule = {
  code: 'SW4108',
  name: 'order-cycle',
  level: 'semantic',
  check({ scopes }, report) {
    for (const scope of scopes) {
      const orders = ordersIn(scope);
      if (orders.length === 0) continue;
      const isSingle = singleNames(scope);
      for (const cycle of cyclesIn(linksBySource(orders))) {
        const [first] = cycle;
        if (!first) continue;
        const proved = cycle.every(({ mode }) => mode === 'all') || cycle.every(({ from }) => isSingle(from));
        report({
          message: `the order is a circle: ${chainText(cycle)}`,
          at: first.at,
          hint: proved
            ? 'turn one of the pairs round, or remove it'
            : 'only several spans of one name could meet this: turn one of the pairs round, or remove it',
          severity: proved ? undefined : 'warning',
          related: cycle.slice(1, 4).map(({ at }) => ({ message: 'goes on here', at })),
        });
      }
    }
  },
};
