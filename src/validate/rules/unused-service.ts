import type { Rule } from '../rule.ts';
import { startedBy } from '../started.ts';

/** A service that no scenario starts. */
export const unusedService: Rule = {
  code: 'SW5106',
  name: 'unused-service',
  level: 'structure',
  check({ file: { model } }, report) {
    // A scenario without a list starts all.
    if (model.scenario.some(({ services }) => services === undefined)) return;
    const services = [...new Set(model.scenario.flatMap((scenario) => scenario.services ?? []))];
    const [any] = model.scenario;
    if (!any) return;
    const started = startedBy(model, { ...any, services });
    for (const id of Object.keys(model.service ?? {})) {
      if (started.has(id)) continue;
      report({
        message: `no scenario starts the service ${id}`,
        at: ['service', id],
        hint: 'add it to `services` of a scenario, or remove it',
      });
    }
  },
};
