import { literalOutput } from '../echo.ts';
import { itemsOf, outputsOf, stepsIn } from '../outputs.ts';
import { fails } from '../printed.ts';
import type { Rule } from '../rule.ts';

/** A step that only echoes text, and not the text it must print. */
export const literalOutputDiffers: Rule = {
  code: 'SW4116',
  name: 'literal-output-differs',
  level: 'semantic',
  check({ file }, report) {
    for (const placed of stepsIn(file.model)) {
      const printed = literalOutput(placed.step);
      if (printed === undefined) continue;
      const items = outputsOf(placed)
        .filter(({ at }) => at.at(-1) === 'stdout')
        .flatMap(itemsOf);
      for (const item of items.filter((each) => fails(each, printed))) {
        report({
          message: `the step prints ${JSON.stringify(printed.trimEnd().slice(0, 60))}, so \`${item.key} = ${JSON.stringify(item.text.slice(0, 60))}\` never holds`,
          at: item.at,
          hint: 'run what is to be tested instead of `echo`',
          related: [{ message: 'printed here', at: [...placed.at, 'command'] }],
        });
      }
    }
  },
};
