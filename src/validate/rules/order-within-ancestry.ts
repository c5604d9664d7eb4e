import { singleNames } from '../demands.ts';
import { chainText, linksBySource, wayBetween } from '../reach.ts';
import { type Containment, type Order, ordersIn, requiredEdges, windowsIn } from '../relations.ts';
import type { Rule } from '../rule.ts';

/** Each pair is looked for in all edges; nobody writes more pairs into one file. */
const MAX_PAIRS = 500;

/**
 * Order between a span and what it contains: neither ends before the other begins (clnrm-format b.3). Proved where the
 * pair means every span of the names, or each can occur once only; else other spans of these names may be in order,
 * which is possible and seldom meant.
 */
export const orderWithinAncestry: Rule = {
  code: 'SW4107',
  name: 'order-within-ancestry',
  level: 'semantic',
  check({ scopes }, report) {
    for (const scope of scopes) {
      const orders = ordersIn(scope).slice(0, MAX_PAIRS);
      if (orders.length === 0) continue;
      const links = linksBySource([...requiredEdges(scope), ...windowsIn(scope)]);
      const isSingle = singleNames(scope);
      for (const order of orders) {
        const way = wayBetween(links, order.from, order.to) ?? wayBetween(links, order.to, order.from);
        const [outer, inner] = [way?.[0]?.from, way?.at(-1)?.to];
        if (!way || outer === undefined || inner === undefined) continue;
        const proved = isProved(order, way, isSingle);
        report({
          message: `${quoted(order.from)} has to end before ${quoted(order.to)} begins, but ${quoted(outer)} contains ${quoted(inner)}`,
          at: order.at,
          hint: `${proved ? '' : 'unless several spans have these names, this cannot hold; '}that ${quoted(outer)} begins first is claimed by the containment already: remove the pair`,
          severity: proved ? undefined : 'warning',
          related: way.slice(0, 4).map((link) => ({ message: `${chainText([link])} here`, at: link.at })),
        });
      }
    }
  },
};

function isProved(order: Order, way: readonly Containment[], isSingle: (name: string) => boolean): boolean {
  // In time alone, a span of no length may stand at the very end of the outer one.
  if (way.some(({ kind }) => kind === 'window')) return false;
  const between = way.slice(1).map(({ from }) => from);
  const ends = order.mode === 'all' ? [] : [order.from, order.to];
  return [...between, ...ends].every(isSingle);
}

function quoted(name: string): string {
  return JSON.stringify(name);
}
