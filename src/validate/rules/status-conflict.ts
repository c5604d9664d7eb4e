import { isOwnName, type KeyPath, type StatusExpectation } from '../../scenario/index.ts';
import { neededSpans } from '../demands.ts';
import { coverage } from '../names.ts';
import type { Rule } from '../rule.ts';
import type { Scope } from '../scopes.ts';

type Word = NonNullable<StatusExpectation['all']>;

interface Claim {
  readonly name: string;
  readonly status: Word;
  readonly at: KeyPath;
}

/** Two statuses for the same spans. */
export const statusConflict: Rule = {
  code: 'SW4109',
  name: 'status-conflict',
  level: 'semantic',
  check({ scopes }, report) {
    for (const scope of scopes) {
      const everywhere = statusOfAll(scope);
      const byName = statusesByName(scope);
      const claims = Map.groupBy(byName, ({ name }) => name);
      const wide = coverage([...claims.keys()]);
      for (const claim of [...byName, ...statusesOfSpans(scope)]) {
        const others = [
          ...(isOwnName(claim.name) ? [] : everywhere),
          ...wide(claim.name).flatMap((name) => claims.get(name) ?? []),
        ];
        const other = others.find(({ status }) => status !== claim.status);
        if (!other) continue;
        report({
          message: `${JSON.stringify(claim.name)} must have the status ${claim.status} here and ${other.status} elsewhere`,
          at: claim.at,
          hint: 'a span has one status; keep one of the two',
          related: [{ message: `${other.status} here`, at: other.at }],
        });
      }
    }
  },
};

function statusOfAll({ parts }: Scope): Claim[] {
  return parts.flatMap(({ expect, base }) => {
    const status = expect.status?.all;
    return status ? [{ name: '*', status, at: [...base, 'status', 'all'] }] : [];
  });
}

function statusesByName({ parts }: Scope): Claim[] {
  return parts.flatMap(({ expect, base }) =>
    Object.entries(expect.status?.by_name ?? {}).map(([name, status]) => {
      return { name, status, at: [...base, 'status', 'by_name', name] };
    }),
  );
}

function statusesOfSpans(scope: Scope): Claim[] {
  return neededSpans(scope).flatMap(({ span: { name, status }, at }) =>
    status ? [{ name, status, at: [...at, 'status'] }] : [],
  );
}
