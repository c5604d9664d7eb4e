import { stepsIn } from '../../outputs.ts';
import { executionOf, programOf } from '../command-line.ts';
import type { LintRule } from '../rule.ts';

/** A step that waits for a time instead of for what it needs. */
export const sleepStep: LintRule = {
  code: 'SW4533',
  name: 'sleep-step',
  fixable: false,
  check({ file: { model } }, report) {
    for (const { step, at } of stepsIn(model)) {
      const execution = executionOf(step);
      if (!execution) continue;
      const sleeps =
        execution.kind === 'program'
          ? programOf(execution.argv[0]) === 'sleep'
          : /(?:^|[;&|\n(])[ \t]*sleep[ \t]+[\d.$]/.test(execution.line);
      if (!sleeps) continue;
      report({
        message: 'the step waits for a fixed time, which is too long on most machines and too short on some',
        at: [...at, 'command'],
        hint: 'say in `ready` when the service is up; the trace is waited for without it',
      });
    }
  },
};
