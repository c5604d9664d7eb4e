import { boolean, choice } from '../../scenario/index.ts';
import type { CommandEntry } from './command.ts';
import { toggle, value } from './entry.ts';
import { run } from './run.ts';

export const redGreen = {
  summary: 'Run scenarios that have to be red first, and green when what they ask for is there',
  description: [
    'A scenario that was never seen to fail may not be able to. Write it first and run it with --expect red: that succeeds only if every scenario fails because an expectation is judged and false; what passes already is a failure, and what could not be run or judged is undecided. Then build what it asks for and run it with --expect green: that succeeds if every scenario passes, and names those that were never red with the expectations they have now.',
    'What became of each scenario is remembered in .spanwright/red-green.json. Without --expect nothing is run, and what is remembered is shown.',
  ],
  options: {
    ...run.options,
    expect: value(choice(['red', 'green'], { doc: 'What every scenario has to be' }), {
      placeholder: 'STATE',
    }),
    'require-red': toggle(
      boolean({ doc: 'With --expect green, fail when a scenario is green that was never red' }),
    ),
    baseline: toggle(
      boolean({ doc: 'With --expect green, make the traces the baselines, as `spanwright record` does' }),
    ),
  },
  examples: [
    { line: 'spanwright red-green orders.span.toml --expect red', says: 'Before it is built' },
    { line: 'spanwright red-green orders.span.toml --expect green', says: 'When it is' },
    {
      line: 'spanwright red-green --expect green --require-red --baseline',
      says: 'Nothing that was never red, and baselines of the rest',
    },
    { line: 'spanwright red-green', says: 'What each scenario was, last and before' },
  ],
} satisfies CommandEntry;
