import type { LintRule } from '../rule.ts';
import { fieldOf } from '../written.ts';

/** What to do instead, by table and key. */
const idle: ReadonlyMap<string, string> = new Map([
  ['Scenario.concurrent', 'scenarios are independent of each other anyway; `depends_on` orders them'],
  ['Scenario.artifacts', 'spans and outputs of every run are kept anyway'],
  ['Service.type', '`plugin` says what runs the service'],
  ['Otel.endpoint', "services are always given the address of Spanwright's own receiver"],
]);

/** A key that is read for clnrm's sake and does nothing. */
export const keyWithoutEffect: LintRule = {
  code: 'SW4502',
  name: 'key-without-effect',
  fixable: false,
  check({ values }, report) {
    for (const value of values) {
      const { entry, owner } = value;
      if (!entry || owner?.kind !== 'object' || !fieldOf(value)) continue;
      const instead = idle.get(`${owner.name}.${entry.key}`);
      if (instead === undefined) continue;
      report({
        message: `\`${entry.key}\` has no effect`,
        place: entry.keyPlace,
        hint: `leave it out: ${instead}`,
      });
    }
  },
};
