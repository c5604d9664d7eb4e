import { coverage } from '../names.ts';
import { chainText } from '../reach.ts';
import { forbiddenEdges, requiredEdges } from '../relations.ts';
import type { Rule } from '../rule.ts';

/** A direct edge that is required and forbidden. */
export const edgeBothWays: Rule = {
  code: 'SW4105',
  name: 'edge-both-ways',
  level: 'semantic',
  check({ scopes }, report) {
    for (const scope of scopes) {
      const forbidden = forbiddenEdges(scope);
      if (forbidden.length === 0) continue;
      const byPair = new Map(forbidden.map((edge) => [pairKey(edge.from, edge.to), edge]));
      const parents = coverage(forbidden.map(({ from }) => from));
      const children = coverage(forbidden.map(({ to }) => to));
      for (const edge of requiredEdges(scope)) {
        const crossed = parents(edge.from)
          .flatMap((from) => children(edge.to).map((to) => byPair.get(pairKey(from, to))))
          .find((each) => each !== undefined);
        if (!crossed) continue;
        report({
          message: `the edge ${chainText([edge])} is required here and forbidden by \`must_not_cross\``,
          at: edge.at,
          hint: 'keep one of the two',
          related: [{ message: 'forbidden here', at: crossed.at }],
        });
      }
    }
  },
};

function pairKey(from: string, to: string): string {
  return JSON.stringify([from, to]);
}
