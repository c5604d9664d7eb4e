import type { ScenarioId } from '../plan/index.ts';
import type { RunEvent, ScenarioRecord, ScenarioRef, StepRecord } from './event.ts';

// Small pieces of runs for the tests of this folder.

export function ref(name: string): ScenarioRef {
  const file = 'shop.span.toml';
  // Tests make ids in the form the plan gives them.
  return {
    id: `${file}::${name}` as ScenarioId,
    name,
    file,
    place: { file, line: 3, column: 1, length: 12 },
  };
}

export function record(name: string, changes: Partial<ScenarioRecord> = {}): ScenarioRecord {
  return {
    ...ref(name),
    verdict: 'passed',
    skipped: undefined,
    flaky: false,
    attempts: 1,
    durationMs: 40,
    findings: [],
    diagnostics: [],
    settle: { reason: 'evidence', waitedMs: 3, evidence: ['no export is open'] },
    telemetry: undefined,
    traceDigest: 'ab12cd34',
    steps: [],
    services: [],
    ...changes,
  };
}

export function step(name: string): StepRecord {
  const nothing = { text: '', bytes: 0, omittedBytes: 0 };
  const end = { kind: 'exited', code: 0 } as const;
  return { name, argv: ['true'], end, durationMs: 5, stdout: nothing, stderr: nothing, leaked: false };
}

export function runStarted(...names: readonly string[]): RunEvent {
  return {
    type: 'runStarted',
    runId: 'r1',
    tool: 'spanwright 0.1.0',
    startedAt: '2026-01-02T03:04:05.000Z',
    scenarios: names.map(ref),
    jobs: 2,
    isolation: 'process group',
  };
}

export function started(name: string, atMs: number, attempt = 1): RunEvent {
  return { type: 'scenarioStarted', id: ref(name).id, attempt, atMs };
}

export function finished(
  name: string,
  atMs: number,
  changes: Partial<ScenarioRecord> & { willRetry?: boolean } = {},
): RunEvent {
  const { willRetry = false, ...rest } = changes;
  return { type: 'scenarioFinished', record: record(name, rest), willRetry, atMs };
}
