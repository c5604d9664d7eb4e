import type { ScenarioRecord, ScenarioRef } from '../event/index.ts';
import type { FileJudgement, PlannedScenario } from '../plan/index.ts';
import type { ExecutorDeps } from './deps.ts';

type Named = Pick<PlannedScenario, 'id' | 'name' | 'file' | 'path'>;

export function refOf({ id, name, file, path }: Named, deps: Pick<ExecutorDeps, 'locate'>): ScenarioRef {
  return { id, name, file, place: deps.locate(file, path) };
}

/** The record of something of which nothing is known yet; its verdict is undecided. */
export function emptyRecord(of: Named, deps: Pick<ExecutorDeps, 'locate'>): ScenarioRecord {
  return {
    ...refOf(of, deps),
    verdict: 'undecided',
    skipped: undefined,
    flaky: false,
    attempts: 0,
    durationMs: 0,
    findings: [],
    diagnostics: [],
    settle: undefined,
    telemetry: undefined,
    traceDigest: undefined,
    steps: [],
    services: [],
  };
}

export function named(judgement: FileJudgement): Named {
  return { id: judgement.id, name: judgement.name, file: judgement.file, path: judgement.expectations.base };
}
