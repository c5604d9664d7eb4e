import { type Diagnostic, diagnostic } from '../diagnostic/index.ts';
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

/**
 * Warnings of steps that cannot work: those of an isolated scenario that run on this machine have a network of their own, in
 * which its containers are not.
 */
export function outOfReach(scenario: PlannedScenario, deps: ExecutorDeps): Diagnostic[] {
  const containers = scenario.services.filter(({ container }) => container);
  return scenario.steps
    .filter(({ service }) => service === undefined)
    .flatMap((step) => {
      const said = JSON.stringify([step.command, step.env, step.stdin, scenario.env]);
      const named = containers.find(({ id }) => said.includes(`\${service.${id}.`));
      if (!named) return [];
      return diagnostic({
        code: 'SW6306',
        message: `step \`${step.name}\` runs on this machine in an isolated network, from which the container of \`${named.id}\` cannot be reached`,
        place: deps.locate(scenario, step.path),
        hint: `give the step \`service = "..."\` to run it in a container beside \`${named.id}\`, or do not isolate the scenario`,
      });
    });
}
