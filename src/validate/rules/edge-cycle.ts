import { singleNames } from '../demands.ts';
import { chainText, cyclesIn, linksBySource } from '../reach.ts';
import { requiredEdges } from '../relations.ts';
import type { Rule } from '../rule.ts';

/**
 * Required edges that lead in a circle, while the graph must have none. Proved where each name can occur once only;
 * else the names may recur, as in recursion, which is possible and seldom meant.
 */
export const edgeCycle: Rule = {
  code: 'SW4106',
  name: 'edge-cycle',
  level: 'semantic',
  check({ scopes }, report) {
    for (const scope of scopes) {
      const acyclic = scope.parts.find(({ expect }) => expect.graph?.acyclic === true);
      if (!acyclic) continue;
      const isSingle = singleNames(scope);
      for (const cycle of cyclesIn(linksBySource(requiredEdges(scope)))) {
        const [first] = cycle;
        const proved = cycle.every(({ from }) => isSingle(from));
        // A span below another of its own name is ordinary recursion.
        if (!first || (cycle.length === 1 && !proved)) continue;
        report({
          message: `the edges ${chainText(cycle)} form a circle, and the graph must be acyclic`,
          at: first.at,
          hint: proved
            ? 'turn one of the edges round, or remove it'
            : 'only recursion could meet this: turn one of the edges round, or remove it',
          severity: proved ? undefined : 'warning',
          related: [
            ...cycle.slice(1, 4).map(({ at }) => ({ message: 'goes on here', at })),
            { message: 'acyclic here', at: [...acyclic.base, 'graph', 'acyclic'] },
          ],
        });
      }
    }
  },
};
