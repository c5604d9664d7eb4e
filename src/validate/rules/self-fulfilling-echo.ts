import { literalOutput } from '../echo.ts';
import { itemsOf, outputsOf, stepsIn } from '../outputs.ts';
import { holds } from '../printed.ts';
import type { Rule } from '../rule.ts';

/**
 * A step that itself prints what it must print (clnrm-format f). clnrm's own files do it so often, beside expectations
 * about the trace, that there it is a remark only.
 */
export const selfFulfillingEcho: Rule = {
  code: 'SW4133',
  name: 'self-fulfilling-echo',
  level: 'semantic',
  inClnrm: 'info',
  check({ file }, report) {
    for (const placed of stepsIn(file.model)) {
      const printed = literalOutput(placed.step);
      if (printed === undefined) continue;
      const stdout = outputsOf(placed).filter(({ at }) => at.at(-1) === 'stdout');
      const items = stdout.flatMap(itemsOf);
      const [first] = items;
      const isOther = stdout.some(({ output }) => output.json !== undefined);
      if (!first || isOther || !items.every((item) => holds(item, printed))) continue;
      report({
        message: 'the step itself prints what it must print, so it cannot fail',
        at: [...placed.at, 'command'],
        hint: 'run what is to be tested instead of `echo`, or expect spans, which `echo` cannot send',
        related: [{ message: 'what must be printed', at: first.at }],
      });
    }
  },
};
