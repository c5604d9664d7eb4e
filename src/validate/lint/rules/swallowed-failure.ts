import { stepsIn } from '../../outputs.ts';
import { executionOf } from '../command-line.ts';
import type { LintRule } from '../rule.ts';

const ALWAYS_ZERO = /(?:\|\||;|\n)[ \t]*(true|:|exit[ \t]+0)[ \t]*;?$/;

/** A shell line whose end makes every exit code 0, where that code is what is judged. */
export const swallowedFailure: LintRule = {
  code: 'SW4536',
  name: 'swallowed-failure',
  fixable: false,
  check({ file: { model } }, report) {
    for (const { step, at } of stepsIn(model)) {
      const execution = executionOf(step);
      if (execution?.kind !== 'shell' || step.expect?.exit_code !== undefined) continue;
      const [, end] = ALWAYS_ZERO.exec(execution.line.trimEnd()) ?? [];
      if (end === undefined) continue;
      report({
        message: `the line ends in \`${end}\`, so its exit code is 0 whatever happens before`,
        at: [...at, 'command'],
        hint: 'say which codes are right, such as `expect.exit_code = [0, 1]`, or set `continue_on_failure`',
      });
    }
  },
};
