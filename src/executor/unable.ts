import type { PlannedScenario } from '../plan/index.ts';
import { inContainer, withoutEngine } from './containers.ts';
import type { ExecutorDeps } from './deps.ts';
import type { Attempt } from './judge.ts';
import { wantsNetwork, withoutNetwork } from './network.ts';

/** What becomes of a scenario for which this machine lacks something; undefined when it can be run. */
export function cannotRun(scenario: PlannedScenario, deps: ExecutorDeps): (() => Attempt) | undefined {
  const { noNetwork, kind } = deps.backend;
  if (wantsNetwork(scenario, deps) && noNetwork !== undefined)
    return () => withoutNetwork(scenario, noNetwork, deps);
  if (kind !== 'container' && inContainer(scenario)) return () => withoutEngine(scenario, deps);
  return undefined;
}
