import type { ScenarioRef } from '../event/index.ts';
import type { FileJudgement, PlannedScenario } from '../plan/index.ts';
import type { ExecutorDeps } from './deps.ts';

type Named = Pick<PlannedScenario, 'id' | 'name' | 'file' | 'path'>;

export function refOf({ id, name, file, path }: Named, deps: Pick<ExecutorDeps, 'locate'>): ScenarioRef {
  return { id, name, file, place: deps.locate(file, path) };
}

export function named(judgement: FileJudgement): Named {
  return { id: judgement.id, name: judgement.name, file: judgement.file, path: judgement.expectations.base };
}
