import { diagnostic } from '../diagnostic/index.ts';
import { emptyRecord } from '../event/index.ts';
import type { PlannedScenario, PlannedService } from '../plan/index.ts';
import type { ExecutorDeps } from './deps.ts';
import type { Attempt } from './judge.ts';
import { refOf } from './ref.ts';

/** The first service of a scenario that runs in a container; undefined when none does. */
export function inContainer({ services }: PlannedScenario): PlannedService | undefined {
  return services.find(({ container }) => container);
}

/** Nothing of it is started: what is missing is missing for all of it. */
export function withoutEngine(scenario: PlannedScenario, deps: ExecutorDeps): Attempt {
  const service = inContainer(scenario);
  const why = deps.noEngine?.message ?? 'this run was given no container engine';
  const problem = diagnostic({
    code: 'SW6301',
    message: `service \`${service?.id}\` runs in a container, but ${why}`,
    place: deps.locate(scenario, service?.path ?? scenario.path),
    hint: deps.noEngine?.hint ?? 'give it `plugin = "process"` and a `command` to run it on this machine',
  });
  return {
    record: { ...emptyRecord(refOf(scenario, deps)), verdict: 'error', diagnostics: [problem] },
    trace: undefined,
    completeness: { complete: false, reason: 'the scenario could not be run' },
  };
}
