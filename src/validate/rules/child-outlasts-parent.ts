import { neededSpans, singleNames } from '../demands.ts';
import { requiredEdges, windowsIn } from '../relations.ts';
import type { Rule } from '../rule.ts';

/**
 * A span must last longer than the one it lies in may. Proved where it has to lie in it in time, and there is only one
 * to lie in; else it may belong to another parent, or go on after its parent ended.
 */
export const childOutlastsParent: Rule = {
  code: 'SW4112',
  name: 'child-outlasts-parent',
  level: 'semantic',
  check({ scopes }, report) {
    for (const scope of scopes) {
      const spans = neededSpans(scope);
      if (!spans.some(({ span }) => span.duration_ms)) continue;
      const isSingle = singleNames(scope);
      const windows = Map.groupBy(windowsIn(scope), ({ to }) => to);
      // Of several spans of a name, another one may be the child.
      const edges = Map.groupBy(
        requiredEdges(scope).filter(({ to }) => isSingle(to)),
        ({ to }) => to,
      );
      const limited = new Map(
        spans.flatMap(({ span, at }) => {
          const max = span.duration_ms?.max;
          return max === undefined ? [] : [[span.name, { max, at: [...at, 'duration_ms'] }] as const];
        }),
      );
      for (const { span, at } of spans) {
        const min = span.duration_ms?.min;
        if (min === undefined) continue;
        const outers = (windows.get(span.name) ?? []).map(({ from }) => ({
          name: from,
          proved: isSingle(from),
        }));
        const parents = [
          ...(span.parent === undefined ? [] : [span.parent]),
          ...(edges.get(span.name) ?? []).map(({ from }) => from),
        ].map((name) => ({ name, proved: false }));
        for (const { name, proved } of [...outers, ...parents]) {
          const limit = limited.get(name);
          if (!limit || limit.max >= min) continue;
          report({
            message: `${JSON.stringify(span.name)} must last at least ${min} ms inside ${JSON.stringify(name)}, which may last ${limit.max} ms at most`,
            at: [...at, 'duration_ms'],
            hint: 'allow the outer span to last as long as the inner one',
            severity: proved ? undefined : 'warning',
            related: [{ message: 'the limit of the outer span', at: limit.at }],
          });
          break;
        }
      }
    }
  },
};
