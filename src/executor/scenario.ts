import { diagnoseClose } from '../backend/index.ts';
import { diagnostic } from '../diagnostic/index.ts';
import type { PlannedScenario } from '../plan/index.ts';
import type { Ahead } from './ahead.ts';
import type { OpenedScenario } from './context.ts';
import { afterRunning } from './deadline.ts';
import type { ExecutorDeps } from './deps.ts';
import { execute } from './execute-scenario.ts';
import { type Attempt, judge } from './judge.ts';
import { surroundingsOf, withEgress } from './network.ts';
import { closeScenario, openScenario } from './opened.ts';
import { cannotRun } from './unable.ts';

export interface AttemptDeps extends ExecutorDeps {
  /** Has what was opened before its turn came. */
  readonly ahead: Ahead;
}

/**
 * Starts, runs, settles, stops and judges one scenario. Whatever happens, everything it started is gone and its
 * telemetry scope is sealed when this returns.
 */
export async function attemptScenario(
  scenario: PlannedScenario,
  attempt: number,
  deps: AttemptDeps,
): Promise<Attempt> {
  const begunMs = deps.host.monotonicMs();
  const timeout = new AbortController();
  const callOff = afterRunning(scenario.timeoutMs, deps.host.monotonicMs, () => timeout.abort('timeout'));
  try {
    const signal = AbortSignal.any([deps.signal, timeout.signal]);
    const done = await isolated(scenario, deps, { signal, timeout: timeout.signal });
    const durationMs = deps.host.monotonicMs() - begunMs;
    return { ...done, record: { ...done.record, attempts: attempt, durationMs } };
  } finally {
    callOff();
  }
}

interface Signals {
  readonly signal: AbortSignal;
  readonly timeout: AbortSignal;
}

async function isolated(scenario: PlannedScenario, deps: AttemptDeps, signals: Signals): Promise<Attempt> {
  const unable = cannotRun(scenario, deps);
  if (unable) return unable();
  const opened = (await deps.ahead.take(scenario)) ?? (await openScenario(scenario, deps));
  try {
    return await closed(await inSandbox(opened, signals), opened);
  } finally {
    await closeScenario(opened);
  }
}

/** Closes the sandbox and adds to the record what that brought to light. */
async function closed(
  attempt: Attempt,
  { scenario, deps, sandbox, environment }: OpenedScenario,
): Promise<Attempt> {
  const { record } = attempt;
  const outcome = await sandbox.close({ keep: deps.keepFailed && record.verdict !== 'passed' });
  const found = diagnoseClose({ name: `scenario \`${scenario.name}\``, place: record.place }, outcome);
  if (outcome.kept !== undefined) {
    const message = `the work directory is kept: ${outcome.kept}`;
    found.push(diagnostic({ code: 'SW6205', message, place: record.place }));
  }
  const told = withEgress(record, outcome.egress, { scenario, deps });
  const surroundings = surroundingsOf(outcome.egress, { scenario, deps, environment });
  return { ...attempt, record: { ...told, diagnostics: [...told.diagnostics, ...found], surroundings } };
}

async function inSandbox(opened: OpenedScenario, { signal, timeout }: Signals): Promise<Attempt> {
  const { scenario, spans, scope } = opened;
  const run = spans.start('spanwright.run');
  const root = spans.start('spanwright.scenario', {
    parent: run,
    attributes: { 'spanwright.scenario': scenario.name },
  });
  const context = { ...opened, root, signal };
  const executed = await execute(context);
  root.end();
  run.end();
  scope.seal();
  return judge({ context, executed, timedOut: timeout.aborted });
}
