import { describeEnd } from '../backend/index.ts';
import { type Diagnostic, diagnostic } from '../diagnostic/index.ts';
import { emptyRecord, type PlacedFinding, type ScenarioRecord, type SettleRecord } from '../event/index.ts';
import { evaluate, type Finding, verdictOf } from '../expect/index.ts';
import type { PlannedScenario } from '../plan/index.ts';
import { diagnoseTelemetry } from '../telemetry/index.ts';
import { type Trace, traceDigest } from '../trace/index.ts';
import {
  type Completeness,
  completenessOf,
  receiverOutOfReach,
  silentServices,
  telemetryRecord,
} from './completeness.ts';
import { placeOf, type ScenarioContext } from './context.ts';
import type { RecordedValues } from './evidence.ts';
import type { Executed } from './execute-scenario.ts';
import { refOf } from './ref.ts';
import { whyStopped } from './run-stop.ts';
import type { ServiceState } from './services.ts';
import { bare } from './steps.ts';

/** One attempt at one scenario: what is recorded, and the trace for judging several scenarios together. */
export interface Attempt {
  readonly record: ScenarioRecord;
  readonly trace: Trace | undefined;
  readonly completeness: Completeness;
  /** Undefined when it could not be run. */
  readonly values?: RecordedValues | undefined;
}

/** A service that ended by itself, and not with success, while steps were running. */
function crashOf({ planned, running }: ServiceState): Finding[] {
  const end = running?.ended();
  if (!end || (end.kind === 'exited' && end.code === 0)) return [];
  return [
    bare({
      rule: `service[${planned.id}].exit`,
      outcome: 'failed',
      path: planned.path,
      message: `service \`${planned.id}\` ${describeEnd(end)} while it was needed`,
      expected: 'the service to run until it is stopped',
      actual: `it ${describeEnd(end)}`,
    }),
  ];
}

export interface JudgeInput {
  readonly context: ScenarioContext;
  readonly executed: Executed;
  /** The scenario's own time ran out. */
  readonly timedOut: boolean;
}

/** All findings of one attempt, what the trace says first, and the verdict they amount to. */
export function judge(input: JudgeInput): Attempt {
  const { context, executed, timedOut } = input;
  const { scenario, scope } = context;
  const trace = scope.trace();
  const stats = scope.stats();
  const { started, settle } = executed;
  const completeness = completenessOf({
    stats,
    settle,
    started,
    aborted: context.signal.aborted,
    outOfReach: started ? receiverOutOfReach(context, stats.bySender) : undefined,
  });
  const silent = started ? silentServices(scenario, stats) : { required: [], optional: [] };
  const judged = scenario.expectations.flatMap(({ base, expectations }) =>
    evaluate({ expectations, base, trace, completeness }),
  );
  const findings = [
    ...judged,
    ...silent.required.map((id) => silentFinding(id, context.scope.stats().spans)),
    ...[...executed.endedEarly].flatMap(crashOf),
    ...executed.steps.findings,
    ...(timedOut ? [timeoutFinding(scenario)] : []),
  ];
  const placed = findings.map(
    (finding): PlacedFinding => ({ ...finding, place: placeOf(context, finding.path) }),
  );
  const telemetry = started ? telemetryProblems(context, settle, silent.optional) : [];
  const diagnostics = [...context.problems, ...telemetry, ...cancellation(context)];
  const broke = context.problems.some((problem) => problem.severity === 'error');
  const record: ScenarioRecord = {
    ...emptyRecord(refOf(scenario, context.deps)),
    verdict: verdictOf(findings, { error: broke }),
    findings: placed,
    diagnostics,
    settle,
    telemetry: telemetryRecord(stats, [...silent.required, ...silent.optional]),
    traceDigest: trace.spans.length > 0 ? traceDigest(trace) : undefined,
    steps: executed.steps.records,
    services: executed.serviceRecords,
  };
  return { record, trace, completeness, values: context.values };
}

function telemetryProblems(
  context: ScenarioContext,
  { reason }: SettleRecord,
  silent: readonly string[],
): Diagnostic[] {
  const { scenario, scope } = context;
  return diagnoseTelemetry({
    stats: scope.stats(),
    reason: reason === 'notNeeded' ? undefined : reason,
    expectsSpans: scenario.expectations.length > 0 || scenario.judgedTogether,
    place: placeOf(context, scenario.path),
    silent: silent.map((service) => ({ service, place: placeOf(context, ['service', service]) })),
  });
}

/** Its own time being over is a finding instead. */
function cancellation({ scenario, deps: { signal, locate } }: ScenarioContext): Diagnostic[] {
  if (!signal.aborted) return [];
  const message = `scenario \`${scenario.name}\` was stopped while it ran: ${whyStopped(signal)}`;
  const place = locate(scenario, scenario.path);
  return [diagnostic({ code: 'SW6207', message, place, hint: 'run it again' })];
}

export function silentFinding(id: string, received: number): Finding {
  return bare({
    rule: `service[${id}].telemetry`,
    outcome: 'undecided',
    path: ['service', id],
    message: `service \`${id}\` never exported a span; set \`telemetry = false\` if it is not instrumented, or leave it out of \`services\` if it has no part in the scenario`,
    expected: `spans from service \`${id}\``,
    actual: `0 of the ${received} spans received`,
  });
}

function timeoutFinding(scenario: PlannedScenario): Finding {
  return bare({
    rule: 'scenario.timeout',
    outcome: 'failed',
    path: [...scenario.path, 'timeout'],
    message: `scenario \`${scenario.name}\` did not finish within ${scenario.timeoutMs} ms and was stopped`,
    expected: `at most ${scenario.timeoutMs} ms`,
    actual: 'still running',
  });
}
