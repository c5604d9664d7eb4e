import { formatDuration } from '../../scenario/index.ts';
import type { Rule } from '../rule.ts';

/** A step that may take longer than its whole scenario. */
export const timeoutNeverReached: Rule = {
  code: 'SW4154',
  name: 'timeout-never-reached',
  level: 'semantic',
  check({ file: { model } }, report) {
    for (const [index, { timeout, steps }] of model.scenario.entries()) {
      if (timeout === undefined) continue;
      for (const [position, step] of steps.entries()) {
        if (step.timeout === undefined || step.timeout <= timeout) continue;
        report({
          message: `the step may take ${formatDuration(step.timeout)}, and the whole scenario ${formatDuration(timeout)}`,
          at: ['scenario', index, 'steps', position, 'timeout'],
          hint: 'give the scenario at least as long as its longest step',
          related: [{ message: 'the timeout of the scenario', at: ['scenario', index, 'timeout'] }],
        });
      }
    }
  },
};
