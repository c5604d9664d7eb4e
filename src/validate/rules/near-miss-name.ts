import { isGlob } from '../../scenario/index.ts';
import { demandsIn, spansIn } from '../demands.ts';
import { forbiddenEdges } from '../relations.ts';
import type { Rule } from '../rule.ts';
import type { Scope } from '../scopes.ts';
import { isSlip, slipsOf } from '../slip.ts';

/** A name that is one slip of the pen away from that of a span expectation, and occurs nowhere else. */
export const nearMissName: Rule = {
  code: 'SW4152',
  name: 'near-miss-name',
  level: 'semantic',
  inClnrm: 'info',
  check({ scopes }, report) {
    for (const scope of scopes) {
      const spans = spansIn(scope);
      const declared = new Map(spans.map(({ span, at }) => [span.name, [...at, 'name']]));
      const others = mentions(scope).filter(({ name, once }) => once && !declared.has(name) && !isGlob(name));
      // Nearly every name that is mentioned is declared.
      if (others.length === 0) continue;
      const bySlip = Map.groupBy(
        [...declared.keys()].flatMap((name) => slipsOf(name).map((slip) => ({ name, slip }))),
        ({ slip }) => slip,
      );
      for (const { name, at } of others) {
        const near = slipsOf(name)
          .flatMap((slip) => bySlip.get(slip) ?? [])
          .find((each) => isSlip(name, each.name))?.name;
        if (near === undefined) continue;
        report({
          message: `the span name ${JSON.stringify(name)} occurs only here, and is almost that of an expected span`,
          at,
          hint: `did you mean ${JSON.stringify(near)}?`,
          related: [{ message: 'the expected span', at: declared.get(near) ?? at }],
        });
      }
    }
  },
};

function mentions(scope: Scope) {
  const forbidden = forbiddenEdges(scope).flatMap(({ from, to, at }) => [
    { name: from, at: [...at, 0] },
    { name: to, at: [...at, 1] },
  ]);
  const all = [...demandsIn(scope), ...forbidden];
  const byName = Map.groupBy(all, ({ name }) => name);
  return all.map((each) => ({ ...each, once: byName.get(each.name)?.length === 1 }));
}
