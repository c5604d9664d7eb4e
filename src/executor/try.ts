import { isBackendFault } from '../backend/index.ts';
import { diagnostic } from '../diagnostic/index.ts';
import { emptyRecord, type FlakeRecord, type ScenarioRecord } from '../event/index.ts';
import type { PlannedScenario } from '../plan/index.ts';
import { everyRunning, pause } from './deadline.ts';
import type { Attempt } from './judge.ts';
import { partDigests } from './parts.ts';
import { retryDelay } from './policy.ts';
import { refOf } from './ref.ts';
import { type AttemptDeps, attemptScenario } from './scenario.ts';
import { traceChange } from './trace-change.ts';

/**
 * Attempts at a scenario until one passes, no retry is left or the run stops; the last one is given back. Attempts are
 * counted from `first`. All but the last are told of as events.
 */
export async function tryScenario(
  scenario: PlannedScenario,
  first: number,
  deps: AttemptDeps,
): Promise<Attempt> {
  let failed: Attempt | undefined;
  for (let number = first; ; number++) {
    const done = await attempt(scenario, number, deps);
    if (done.record.verdict === 'passed') return failed ? flaky(failed, done) : done;
    failed = done;
    const failures = number - first + 1;
    if (failures > scenario.retries || deps.signal.aborted) return done;
    const retryInMs = retryDelay(deps.policy, failures);
    const { emit, host } = deps;
    const record = done.record;
    emit({ type: 'scenarioFinished', record, willRetry: true, retryInMs, atMs: host.monotonicMs() });
    await pause(retryInMs, deps.signal);
    if (deps.signal.aborted) return done;
  }
}

async function attempt(scenario: PlannedScenario, number: number, deps: AttemptDeps): Promise<Attempt> {
  const { emit, host, policy } = deps;
  emit({ type: 'scenarioStarted', id: scenario.id, attempt: number, atMs: host.monotonicMs() });
  const tellSlow = (runningMs: number) =>
    emit({ type: 'scenarioSlow', id: scenario.id, runningMs, atMs: host.monotonicMs() });
  const watched = policy.slowAfterMs
    ? everyRunning(policy.slowAfterMs, host.monotonicMs, tellSlow)
    : undefined;
  const done = await guarded(scenario, number, deps);
  watched?.();
  keep(scenario, number, done, deps);
  return done;
}

function flaky(failed: Attempt, passed: Attempt): Attempt {
  const { verdict } = failed.record;
  const flake: FlakeRecord = { verdict, cause: causeOf(failed.record), trace: traceChange(failed, passed) };
  return { ...passed, record: { ...passed.record, flaky: true, flake } };
}

const MAX_CAUSE = 300;

/** What spoke against it first. */
function causeOf({ findings, diagnostics, verdict }: ScenarioRecord): string {
  const broke = diagnostics.find(({ severity }) => severity === 'error')?.message;
  const worst =
    findings.find(({ outcome }) => outcome === 'failed') ??
    findings.find(({ outcome }) => outcome === 'undecided');
  const cause =
    (verdict === 'error' ? broke : undefined) ??
    (worst && `${worst.rule}: ${worst.message}`) ??
    broke ??
    verdict;
  return cause.length > MAX_CAUSE ? `${cause.slice(0, MAX_CAUSE)}…` : cause;
}

function keep(scenario: PlannedScenario, attempt: number, done: Attempt, deps: AttemptDeps): void {
  const { record, trace, completeness, values } = done;
  if (!trace || !values) return;
  const digests = partDigests(scenario);
  deps.keep?.({ id: scenario.id, attempt, record, trace, completeness, values, digests });
}

/** A fault of Spanwright or of the machine inside one scenario must not take the others with it. */
async function guarded(scenario: PlannedScenario, attempt: number, deps: AttemptDeps): Promise<Attempt> {
  try {
    return await attemptScenario(scenario, attempt, deps);
  } catch (error) {
    const isKnown = isBackendFault(error);
    const problem = diagnostic({
      code: isKnown ? error.code : 'SW9001',
      hint: isKnown ? error.hint : undefined,
      message: `scenario \`${scenario.name}\` could not be run: ${error instanceof Error ? error.message : String(error)}`,
      place: deps.locate(scenario, scenario.path),
    });
    const record: ScenarioRecord = {
      ...emptyRecord(refOf(scenario, deps)),
      verdict: 'error',
      attempts: attempt,
      diagnostics: [problem],
    };
    const completeness = { complete: false, reason: 'the scenario could not be run' } as const;
    return { record, trace: undefined, completeness };
  }
}
