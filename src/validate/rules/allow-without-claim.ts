import type { Rule } from '../rule.ts';

/** Hosts are allowed where none are forbidden. */
export const allowWithoutClaim: Rule = {
  code: 'SW4136',
  name: 'allow-without-claim',
  level: 'semantic',
  check({ scopes }, report) {
    for (const { expect, base } of scopes.flatMap(({ parts }) => parts)) {
      const { allow, no_external_services } = expect.hermeticity ?? {};
      if (allow === undefined || no_external_services === true) continue;
      report({
        message: '`allow` has no effect without `no_external_services = true`',
        at: [...base, 'hermeticity', 'allow'],
        hint: 'add `no_external_services = true`, or leave out `allow`',
      });
    }
  },
};
