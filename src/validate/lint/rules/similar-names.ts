import type { KeyPath } from '../../../scenario/index.ts';
import type { LintProblem, LintRule } from '../rule.ts';

interface Name {
  readonly name: string;
  readonly at: KeyPath;
}

/** Two scenarios, or two steps of one, that a reader of the report takes for one. */
export const similarNames: LintRule = {
  code: 'SW4521',
  name: 'similar-names',
  fixable: false,
  check({ file: { model } }, report) {
    const scenarios = model.scenario.map(({ name }, index) => ({ name, at: ['scenario', index, 'name'] }));
    compare(scenarios, 'scenario', report);
    for (const [index, { steps }] of model.scenario.entries()) {
      const named = steps.flatMap(({ name }, position) =>
        name === undefined ? [] : [{ name, at: ['scenario', index, 'steps', position, 'name'] }],
      );
      compare(named, 'step', report);
    }
  },
};

function compare(names: readonly Name[], kind: string, report: (problem: LintProblem) => void): void {
  const seen = new Map<string, Name>();
  for (const each of names) {
    const key = plain(each.name);
    const twin = seen.get(key);
    seen.set(key, twin ?? each);
    if (!twin) continue;
    report({
      message:
        twin.name === each.name
          ? `another ${kind} is named "${each.name}" too`
          : `"${each.name}" is hardly told from the ${kind} "${twin.name}"`,
      at: each.at,
      hint: 'give each a name that says what sets it apart',
      related: [{ message: 'the other one', at: twin.at }],
    });
  }
}

/** Without what the eye passes over: case, and what stands between words. */
function plain(name: string): string {
  return name
    .toLowerCase()
    .split(/[\s_-]+/)
    .filter((word) => word !== '')
    .join(' ');
}
