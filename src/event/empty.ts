import type { ScenarioRecord, ScenarioRef } from './event.ts';

/** The record of a scenario of which nothing is known yet; its verdict is undecided. */
export function emptyRecord({ id, name, file, place }: ScenarioRef): ScenarioRecord {
  return {
    id,
    name,
    file,
    place,
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
