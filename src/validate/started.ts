import type { Scenario, ScenarioFile } from '../scenario/index.ts';

/** The services a scenario starts: those it names, with what they depend on, or all. */
export function startedBy({ service = {} }: ScenarioFile, { services }: Scenario): ReadonlySet<string> {
  if (!services) return new Set(Object.keys(service));
  const started = new Set<string>();
  const open = [...services];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (started.has(id)) continue;
    started.add(id);
    open.push(...(service[id]?.depends_on ?? []));
  }
  return started;
}
