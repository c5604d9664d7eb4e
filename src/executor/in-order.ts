import { type PlannedScenario, type ScenarioId, urgencies } from '../plan/index.ts';
import type { Scheduler } from './admission/index.ts';

type Ordered = Pick<PlannedScenario, 'id' | 'dependsOn' | 'priority' | 'needs'>;

/**
 * Runs a task for each scenario, each after those it depends on and when the scheduler lets it. The task is given what the
 * tasks of its dependencies came to; one that is not among the scenarios is not waited for.
 */
export async function runInOrder<Scenario extends Ordered, Result>(
  scenarios: readonly Scenario[],
  scheduler: Scheduler,
  task: (scenario: Scenario, needed: readonly Result[]) => Promise<Result>,
): Promise<ReadonlyMap<ScenarioId, Result>> {
  const byId = new Map(scenarios.map((each) => [each.id, each]));
  const urgency = urgencies(scenarios);
  const results = new Map<ScenarioId, Promise<Result>>();
  const result = (scenario: Scenario): Promise<Result> => {
    const begun = results.get(scenario.id) ?? begin(scenario);
    results.set(scenario.id, begun);
    return begun;
  };
  const begin = async (scenario: Scenario): Promise<Result> => {
    const { id, needs } = scenario;
    const needed = await Promise.all(scenario.dependsOn.flatMap((each) => byId.get(each) ?? []).map(result));
    const priority = urgency.get(id) ?? scenario.priority;
    return scheduler.run({ id, priority, needs }, () => task(scenario, needed));
  };
  const all = scenarios.map(async (each) => [each.id, await result(each)] as const);
  // Only once everything that can run is queued; else the first of the plan would overtake higher priorities.
  setImmediate(() => scheduler.start());
  return new Map(await Promise.all(all));
}
