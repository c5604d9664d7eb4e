import PQueue from 'p-queue';
import { diagnostic } from '../diagnostic/index.ts';
import { emptyRecord, type ScenarioRecord } from '../event/index.ts';
import type { Plan, PlannedScenario, ScenarioId } from '../plan/index.ts';
import type { ExecutorDeps } from './deps.ts';
import type { Attempt } from './judge.ts';
import { judgeFile } from './judge-file.ts';
import { partDigests } from './parts.ts';
import { named, refOf } from './ref.ts';
import { attemptScenario } from './scenario.ts';

export type { ExecutorDeps } from './deps.ts';

/**
 * Runs every scenario of the plan, at most `jobs` at once, dependencies first, higher priority first among those that
 * may start. Emits the whole story as events, always ending in `runFinished`. Never rejects because of a scenario:
 * what breaks inside one becomes its `error`.
 */
export async function executePlan(plan: Plan, deps: ExecutorDeps): Promise<void> {
  const { host, emit } = deps;
  const begunMs = host.monotonicMs();
  emit({
    type: 'runStarted',
    runId: deps.runId,
    tool: deps.tool,
    startedAt: new Date(Number(host.nowNs() / 1_000_000n)).toISOString(),
    scenarios: [...plan.scenarios, ...plan.judgements.map(named)].map((each) => refOf(each, deps)),
    jobs: deps.jobs,
    isolation: deps.backend.isolation,
  });
  const results = await runAll(plan, deps);
  for (const judgement of plan.judgements) {
    finished(judgeFile(judgement, results, deps), deps);
  }
  emit({ type: 'runFinished', durationMs: host.monotonicMs() - begunMs });
}

async function runAll(plan: Plan, deps: ExecutorDeps): Promise<ReadonlyMap<ScenarioId, Attempt>> {
  const stop = new AbortController();
  const stoppable = { ...deps, signal: AbortSignal.any([deps.signal, stop.signal]) };
  const queue = new PQueue({ concurrency: deps.jobs, autoStart: false });
  const byId = new Map(plan.scenarios.map((each) => [each.id, each]));
  const judgedTogether = new Set(plan.judgements.flatMap((each) => each.scenarios));
  const results = new Map<ScenarioId, Promise<Attempt>>();
  const result = (scenario: PlannedScenario): Promise<Attempt> => {
    const known = results.get(scenario.id);
    if (known) return known;
    const begun = afterDependencies(scenario);
    results.set(scenario.id, begun);
    return begun;
  };
  const afterDependencies = async (scenario: PlannedScenario): Promise<Attempt> => {
    const needed = scenario.dependsOn.flatMap((id) => byId.get(id) ?? []);
    const attempts = await Promise.all(needed.map(result));
    const unmet = attempts.find(({ record }) => record.verdict !== 'passed' || record.skipped !== undefined);
    const skip = scenario.skip ?? (unmet && `it depends on \`${unmet.record.name}\`, which did not pass`);
    const run = async () => {
      const attempt =
        skip === undefined ? await runScenario(scenario, stoppable) : skipped(scenario, skip, deps);
      // Here, not after the queue: the next task starts before whoever waits for this one is told.
      const { record } = attempt;
      if (deps.failFast && record.skipped === undefined && record.verdict !== 'passed')
        stop.abort('failFast');
      // Traces can be large: only those that are judged once more are kept until the end.
      return judgedTogether.has(scenario.id) ? attempt : { ...attempt, trace: undefined };
    };
    return queue.add(run, { priority: scenario.priority });
  };
  const all = plan.scenarios.map(async (each) => [each.id, await result(each)] as const);
  // Started only once everything that can run is queued; else the first in the file would overtake higher priorities.
  setImmediate(() => queue.start());
  return new Map(await Promise.all(all));
}

async function runScenario(scenario: PlannedScenario, deps: ExecutorDeps): Promise<Attempt> {
  if (deps.signal.aborted) {
    return deps.signal.reason === 'failFast'
      ? skipped(scenario, 'the run stopped after the first failure', deps)
      : interrupted(scenario, deps);
  }
  for (let attempt = 1; ; attempt++) {
    deps.emit({ type: 'scenarioStarted', id: scenario.id, attempt, atMs: deps.host.monotonicMs() });
    const done = await guarded(scenario, attempt, deps);
    keep(scenario, attempt, done, deps);
    const willRetry = done.record.verdict !== 'passed' && attempt <= scenario.retries && !deps.signal.aborted;
    const flaky = done.record.verdict === 'passed' && attempt > 1;
    const record = { ...done.record, flaky };
    finished(record, deps, willRetry);
    if (!willRetry) return { ...done, record };
  }
}

function keep(scenario: PlannedScenario, attempt: number, done: Attempt, deps: ExecutorDeps): void {
  const { record, trace, completeness, values } = done;
  if (!trace || !values) return;
  deps.keep?.({
    id: scenario.id,
    attempt,
    record,
    trace,
    completeness,
    values,
    digests: partDigests(scenario),
  });
}

/** A fault of Spanwright or of the machine inside one scenario must not take the others with it. */
async function guarded(scenario: PlannedScenario, attempt: number, deps: ExecutorDeps): Promise<Attempt> {
  try {
    return await attemptScenario(scenario, attempt, deps);
  } catch (error) {
    const problem = diagnostic({
      code: 'SW9001',
      message: `scenario \`${scenario.name}\` could not be run: ${error instanceof Error ? error.message : String(error)}`,
      place: deps.locate(scenario, scenario.path),
    });
    const record: ScenarioRecord = {
      ...emptyRecord(refOf(scenario, deps)),
      verdict: 'error',
      attempts: attempt,
      diagnostics: [problem],
    };
    return {
      record,
      trace: undefined,
      completeness: { complete: false, reason: 'the scenario could not be run' },
    };
  }
}

function skipped(scenario: PlannedScenario, reason: string, deps: ExecutorDeps): Attempt {
  const record: ScenarioRecord = { ...emptyRecord(refOf(scenario, deps)), skipped: reason };
  finished(record, deps);
  return { record, trace: undefined, completeness: { complete: false, reason: 'the scenario was skipped' } };
}

function interrupted(scenario: PlannedScenario, deps: ExecutorDeps): Attempt {
  const problem = diagnostic({
    code: 'SW6201',
    message: `scenario \`${scenario.name}\` was not started: the run was interrupted`,
    place: deps.locate(scenario, scenario.path),
  });
  const record: ScenarioRecord = { ...emptyRecord(refOf(scenario, deps)), diagnostics: [problem] };
  finished(record, deps);
  return { record, trace: undefined, completeness: { complete: false, reason: 'the run was interrupted' } };
}

function finished(record: ScenarioRecord, deps: ExecutorDeps, willRetry = false): void {
  deps.emit({ type: 'scenarioFinished', record, willRetry, atMs: deps.host.monotonicMs() });
}
