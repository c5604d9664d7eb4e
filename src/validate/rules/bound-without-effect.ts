import { rangesIn } from '../bounds.ts';
import type { Rule } from '../rule.ts';

/** Limits that every number meets: at least 0 and nothing else. */
export const boundWithoutEffect: Rule = {
  code: 'SW4131',
  name: 'bound-without-effect',
  level: 'semantic',
  check({ scopes }, report) {
    for (const { least, most, written, at } of scopes.flatMap(({ parts }) => parts.flatMap(rangesIn))) {
      if (written === '' || least > 0 || most < Infinity) continue;
      report({
        message: `every number meets ${written}`,
        at,
        hint: 'say how many there must be, such as `{ gte = 1 }`, or `{ eq = 0 }` for none',
      });
    }
  },
};
