import type { Scenario } from '../../scenario/index.ts';
import type { Rule } from '../rule.ts';

/**
 * A scenario that passes as soon as its commands exit with 0. One that others depend on prepares something for them, and
 * is judged by them.
 */
export const nothingExpected: Rule = {
  code: 'SW4134',
  name: 'nothing-expected',
  level: 'semantic',
  inClnrm: 'info',
  check({ file: { model } }, report) {
    if (asks(model.expect)) return;
    const prepares = new Set(model.scenario.flatMap(({ depends_on = [] }) => depends_on));
    for (const [index, scenario] of model.scenario.entries()) {
      if (asks(scenario.expect) || prepares.has(scenario.name) || scenario.steps.some(isJudged)) continue;
      report({
        message: `the scenario ${JSON.stringify(scenario.name)} expects nothing but exit code 0`,
        at: ['scenario', index, 'name'],
        hint: 'say what the trace must show, such as `[[scenario.expect.span]]` with a `name`',
      });
    }
  },
};

function asks(table: object | undefined): boolean {
  return table !== undefined && Object.values(table).some((value) => value !== undefined);
}

function isJudged({ expect, capture }: Scenario['steps'][number]): boolean {
  return asks(expect) || asks(capture);
}
