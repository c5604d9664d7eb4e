import type { LintRule } from '../rule.ts';

/** Words that say that something is skipped, and not why. */
const empty: ReadonlySet<string> = new Set(
  'true yes y 1 x skip skipped skipping ignore ignored disabled disable off todo fixme tbd wip later temporary broken flaky failing fails fail bug none n/a no'.split(
    ' ',
  ),
);

/** A skipped scenario whose reason says nothing that would tell when to run it again. */
export const skipWithoutReason: LintRule = {
  code: 'SW4524',
  name: 'skip-without-reason',
  fixable: false,
  check({ file: { model } }, report) {
    for (const [index, { skip }] of model.scenario.entries()) {
      if (skip === undefined || !empty.has(skip.toLowerCase().replace(/[\s.!:?-]+/g, ''))) continue;
      report({
        message: `"${skip}" does not say why the scenario is skipped`,
        at: ['scenario', index, 'skip'],
        hint: 'name the cause and what has to happen before it can run, such as an issue',
      });
    }
  },
};
