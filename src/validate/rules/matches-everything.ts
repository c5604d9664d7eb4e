import { itemsOf, outputsOf, stepsIn } from '../outputs.ts';
import { matchesEverything as isEverything } from '../pattern.ts';
import type { Rule } from '../rule.ts';
import { testsIn } from '../tests-of.ts';
import { operatorsOf } from '../value.ts';

/** A pattern or part of a text that every text has. */
export const matchesEverything: Rule = {
  code: 'SW4130',
  name: 'matches-everything',
  level: 'semantic',
  check({ file }, report) {
    for (const { key, text, at } of stepsIn(file.model).flatMap(outputsOf).flatMap(itemsOf)) {
      const every = (key === 'contains' && text === '') || (key === 'matches' && isEverything(text));
      if (every)
        report({
          message: `every output passes \`${key} = ${JSON.stringify(text)}\``,
          at,
          hint: OUTPUT_HINT,
        });
    }
    for (const { key, test, role, at } of testsIn(file.model)) {
      const { contains, starts_with, ends_with, matches } = operatorsOf(test) ?? {};
      const every =
        [contains, starts_with, ends_with].includes('') || (matches !== undefined && isEverything(matches));
      if (!every || role === 'none') continue;
      report({
        message: `every value of ${JSON.stringify(key)} passes this test`,
        at,
        hint: 'say what the value must be, or write `{ exists = true }` if it only has to be there',
      });
    }
  },
};

const OUTPUT_HINT = 'say what the output must hold; "." matches any output but none';
