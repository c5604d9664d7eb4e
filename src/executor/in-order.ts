import { type PlannedScenario, type ScenarioId, urgencies } from '../plan/index.ts';
import type { Scheduler } from './admission/index.ts';

type Ordered = Pick<PlannedScenario, 'id' | 'dependsOn' | 'priority' | 'needs'>;

/** What is done with a scenario; both are given what became of those it depends on. */
export interface ScenarioTask<Scenario, Result> {
  /** What becomes of it without being run, which needs no admission; undefined to run it. */
  readonly skip: (scenario: Scenario, needed: readonly Result[]) => Result | undefined;
  readonly run: (scenario: Scenario, needed: readonly Result[]) => Promise<Result>;
}

/**
 * Does the task for each scenario, each after those it depends on and when the scheduler lets it. A dependency that is not
 * among the scenarios is not waited for.
 */
export async function runInOrder<Scenario extends Ordered, Result>(
  scenarios: readonly Scenario[],
  scheduler: Scheduler,
  task: ScenarioTask<Scenario, Result>,
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
    const skipped = task.skip(scenario, needed);
    if (skipped !== undefined) return skipped;
    const priority = urgency.get(id) ?? scenario.priority;
    return scheduler.run({ id, priority, needs }, () => task.run(scenario, needed));
  };
  const all = scenarios.map(async (each) => [each.id, await result(each)] as const);
  // Only once everything that can run is queued; else the first of the plan would overtake higher priorities.
  setImmediate(() => scheduler.start());
  return new Map(await Promise.all(all));
}
