import type { LintRule } from '../rule.ts';

/** A report has about this much room for a name. */
const LENGTH = 60;

/** One of several steps that reports can only show by a command that is too long to read. */
export const longUnnamedStep: LintRule = {
  code: 'SW4522',
  name: 'long-unnamed-step',
  fixable: false,
  check({ file: { model } }, report) {
    for (const [index, { steps }] of model.scenario.entries()) {
      if (steps.length < 2) continue;
      for (const [position, { name, command }] of steps.entries()) {
        if (name !== undefined || command === undefined) continue;
        const text = typeof command === 'string' ? command : command.join(' ');
        if (text.length <= LENGTH && !text.includes('\n')) continue;
        report({
          message: `the step has no name, and its command is ${text.length} characters long`,
          at: ['scenario', index, 'steps', position, 'command'],
          hint: 'give it a `name` that says what it does, for the reports',
        });
      }
    }
  },
};
