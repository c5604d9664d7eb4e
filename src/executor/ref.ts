import type { ScenarioRef } from '../event/index.ts';
import type { FileJudgement, PlannedScenario } from '../plan/index.ts';
import type { ExecutorDeps } from './deps.ts';

type Named = Pick<PlannedScenario, 'id' | 'name' | 'file' | 'combination' | 'path'>;

export function refOf(planned: Named, deps: Pick<ExecutorDeps, 'locate'>): ScenarioRef {
  const { id, name, file, path } = planned;
  return { id, name, file, place: deps.locate(planned, path) };
}

export function named(judgement: FileJudgement): Named {
  const { id, name, file, combination, expectations } = judgement;
  return { id, name, file, combination, path: expectations.base };
}
