import { type Cap, capsIn, type Demand, demandsIn, largestDemands, totalOf } from '../demands.ts';
import { coverage } from '../names.ts';
import type { Rule } from '../rule.ts';

/** Spans of a name are required, and a count allows fewer, or none. */
export const requiredBeyondCount: Rule = {
  code: 'SW4104',
  name: 'required-beyond-count',
  level: 'semantic',
  check({ scopes }, report) {
    for (const scope of scopes) {
      const caps = capsIn(scope);
      if (caps.length === 0) continue;
      const byCap = demandsByName(
        caps.map(({ pattern }) => pattern),
        [...largestDemands(demandsIn(scope)).values()],
      );
      for (const cap of caps) {
        // A bound that excludes itself is another rule's business.
        const demands = (byCap.get(cap.pattern) ?? []).filter((demand) => !isSame(demand, cap));
        const total = totalOf(demands);
        if (total.least <= cap.most) continue;
        report({
          message: `${JSON.stringify(cap.name)} is required ${times(total.least)}, and allowed ${cap.most === 0 ? 'not at all' : `${times(cap.most)} at most`}`,
          at: cap.at,
          hint: `allow ${total.least}, or no longer require ${cap.most === 0 ? 'it' : 'so many'}`,
          related: total.demands.slice(0, 4).map(({ name, at }) => {
            return { message: `${JSON.stringify(name)} is required here`, at };
          }),
        });
      }
    }
  },
};

function demandsByName(caps: readonly string[], demands: readonly Demand[]): Map<string, Demand[]> {
  const wide = coverage(caps);
  const byName = new Map<string, Demand[]>();
  for (const demand of demands) {
    for (const name of wide(demand.name)) {
      const known = byName.get(name);
      if (known) known.push(demand);
      else byName.set(name, [demand]);
    }
  }
  return byName;
}

function isSame(demand: Demand, cap: Cap): boolean {
  const own = cap.at.at(-1) === 'count' ? cap.at.slice(0, -1) : cap.at;
  return own.every((part, index) => demand.at[index] === part);
}

function times(number: number): string {
  return number === 1 ? 'once' : `${number} times`;
}
