import { diagnostic } from '../diagnostic/index.ts';
import { emptyRecord, type ScenarioRecord } from '../event/index.ts';
import type { Plan, PlannedScenario, ScenarioId } from '../plan/index.ts';
import { createScheduler } from './admission/index.ts';
import { Ahead } from './ahead.ts';
import type { ExecutorDeps } from './deps.ts';
import { runInOrder } from './in-order.ts';
import type { Attempt } from './judge.ts';
import { judgeFile, unchangedText } from './judge-file.ts';
import { named, refOf } from './ref.ts';
import { repeatScenario } from './repeat.ts';
import { createRunStop, stoppedByFailures, whyStopped } from './run-stop.ts';
import type { AttemptDeps } from './scenario.ts';

export type { ExecutorDeps } from './deps.ts';

/** How often the monitor is asked what the machine can bear. */
const LOOK_MS = 1000;

/**
 * Runs every scenario of the plan, dependencies first, higher priority first among those that may start, and only as many
 * at once as the bounds allow. Emits the whole story as events, always ending in `runFinished`. Never rejects because of a
 * scenario: what breaks inside one becomes its `error`.
 */
export async function executePlan(plan: Plan, deps: ExecutorDeps): Promise<void> {
  const { host, emit, bounds, policy } = deps;
  const begunMs = host.monotonicMs();
  emit({
    type: 'runStarted',
    runId: deps.runId,
    tool: deps.tool,
    startedAt: new Date(Number(host.nowNs() / 1_000_000n)).toISOString(),
    scenarios: [...plan.scenarios, ...plan.judgements.map(named)].map((each) => refOf(each, deps)),
    jobs: bounds.slots,
    isolation: deps.backend.isolation,
    bounds,
    ...(deps.shard && { shard: deps.shard }),
    ...(policy.failOnFlaky && { failOnFlaky: true }),
  });
  const results = await runAll(plan, deps);
  for (const judgement of plan.judgements) {
    finished(judgeFile(judgement, results, deps), deps);
  }
  emit({ type: 'runFinished', durationMs: host.monotonicMs() - begunMs });
}

async function runAll(plan: Plan, deps: ExecutorDeps): Promise<ReadonlyMap<ScenarioId, Attempt>> {
  const stop = createRunStop(deps);
  const stoppable = { ...deps, signal: stop.signal };
  const scheduler = createScheduler({ ...deps, now: deps.host.monotonicMs });
  const looking = setInterval(scheduler.look, LOOK_MS).unref();
  const judgedTogether = new Set(plan.judgements.flatMap((each) => each.scenarios));
  const ahead = new Ahead(plan, stoppable, scheduler);
  const attempting = { ...stoppable, ahead };
  const run = async (scenario: PlannedScenario): Promise<Attempt> => {
    // Once it has begun its first command.
    setImmediate(ahead.look);
    const attempt = await runScenario(scenario, attempting);
    const { record } = attempt;
    finished(record, deps);
    // Here, not by whoever waits for the result: the next scenario begins before they are told.
    if (isFailure(record, deps)) stop.failed();
    // Traces can be large: only those that are judged once more are kept until the end.
    return judgedTogether.has(scenario.id) ? attempt : { ...attempt, trace: undefined };
  };
  const skip = (scenario: PlannedScenario, needed: readonly Attempt[]): Attempt | undefined => {
    const record = skipRecord(scenario, needed, deps);
    if (!record) return undefined;
    finished(record, deps);
    return withoutTrace(record, 'the scenario was skipped');
  };
  try {
    return await runInOrder(plan.scenarios, scheduler, { skip, run });
  } finally {
    clearInterval(looking);
    stop.end();
    await ahead.end();
  }
}

function isFailure({ skipped, verdict, flaky }: ScenarioRecord, { policy }: ExecutorDeps): boolean {
  return skipped === undefined && (verdict !== 'passed' || (flaky && policy.failOnFlaky === true));
}

/** The record of a scenario that is not to be run: it says so, nothing has changed, or it lacks what it depends on. */
function skipRecord(
  scenario: PlannedScenario,
  needed: readonly Attempt[],
  deps: ExecutorDeps,
): ScenarioRecord | undefined {
  const { skip, unchangedSince } = scenario;
  const empty = emptyRecord(refOf(scenario, deps));
  if (skip !== undefined) return { ...empty, skipped: skip };
  if (unchangedSince !== undefined)
    return { ...empty, skipped: unchangedText(unchangedSince), unchangedSince };
  const unmet = needed.find(({ record }) => !isMet(record));
  return unmet && { ...empty, skipped: `it depends on \`${unmet.record.name}\`, which did not pass` };
}

/** What passed before and has not changed need not be run again for those that depend on it. */
function isMet({ verdict, skipped, unchangedSince }: ScenarioRecord): boolean {
  return skipped === undefined ? verdict === 'passed' : unchangedSince !== undefined;
}

async function runScenario(scenario: PlannedScenario, deps: AttemptDeps): Promise<Attempt> {
  const { signal } = deps;
  if (!signal.aborted) return repeatScenario(scenario, deps);
  const empty = emptyRecord(refOf(scenario, deps));
  const why = whyStopped(signal);
  if (stoppedByFailures(signal)) return withoutTrace({ ...empty, skipped: why }, 'the scenario was skipped');
  const problem = diagnostic({
    code: 'SW6201',
    message: `scenario \`${scenario.name}\` was not started: ${why}`,
    place: empty.place,
  });
  return withoutTrace({ ...empty, diagnostics: [problem] }, why);
}

function withoutTrace(record: ScenarioRecord, reason: string): Attempt {
  return { record, trace: undefined, completeness: { complete: false, reason } };
}

function finished(record: ScenarioRecord, { emit, host }: ExecutorDeps): void {
  emit({ type: 'scenarioFinished', record, willRetry: false, atMs: host.monotonicMs() });
}
