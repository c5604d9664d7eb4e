import type { Scenario, ScenarioFile } from '../schema/file.ts';

/** Dependencies followed in one file before it counts as hostile, and every service as started. */
const MOST_STEPS = 1_000_000;

/** Says which services a scenario starts: those it names, with what they depend on, or all. */
export function startedServices(
  model: ScenarioFile,
  all: ReadonlySet<string>,
): (scenario: Pick<Scenario, 'services'>) => ReadonlySet<string> {
  let steps = 0;
  return ({ services }) => {
    if (services === undefined) return all;
    const started = new Set<string>();
    const open = [...services];
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      if (++steps > MOST_STEPS) return all;
      if (started.has(id)) continue;
      started.add(id);
      open.push(...(model.service?.[id]?.depends_on ?? []));
    }
    return started;
  };
}
