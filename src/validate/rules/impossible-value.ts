import type { Rule } from '../rule.ts';
import { testsIn } from '../tests-of.ts';
import { conflictOf, testText } from '../value.ts';

/** Operators on one value that exclude each other. */
export const impossibleValue: Rule = {
  code: 'SW4102',
  name: 'impossible-value',
  level: 'semantic',
  check({ file }, report) {
    for (const { key, test, role, at } of testsIn(file.model)) {
      // A plain value, or a list of them, cannot contradict itself.
      if (typeof test !== 'object' || Array.isArray(test)) continue;
      const conflict = conflictOf([test]);
      if (conflict === undefined) continue;
      report({
        message: `no value of ${JSON.stringify(key)} passes ${testText(test)}: ${conflict}`,
        at,
        hint:
          role === 'none'
            ? 'nothing is ruled out by this; leave it out'
            : 'all operators must hold at once; leave one out',
        // Another alternative may hold, and what never holds rules nothing out.
        severity: role === 'every' ? undefined : 'warning',
      });
    }
  },
};
