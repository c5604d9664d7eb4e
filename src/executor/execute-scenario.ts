import { diagnoseStop, type RunningService, type StopOutcome } from '../backend/index.ts';
import type { ServiceRecord, SettleRecord } from '../event/index.ts';
import { placeOf, type ScenarioContext } from './context.ts';
import { settleTrace } from './quiet.ts';
import { type ServiceState, serviceRecord, startServices } from './services.ts';
import { readSpanLines } from './span-lines.ts';
import { runSteps, type StepsResult } from './steps.ts';

/** What running a scenario left to judge. */
export interface Executed {
  /** Every service became ready and the steps were begun; else the trace says nothing about the tested system. */
  readonly started: boolean;
  readonly services: readonly ServiceState[];
  /** Services that had ended by themselves when the last step was done. */
  readonly endedEarly: ReadonlySet<ServiceState>;
  readonly serviceRecords: readonly ServiceRecord[];
  readonly steps: StepsResult;
  readonly settle: SettleRecord;
}

const noSteps: StepsResult = { records: [], findings: [] };
const notSettled: SettleRecord = { reason: 'notNeeded', waitedMs: 0, evidence: ['nothing was run'] };

/** Services up, steps one after the other, telemetry settled, services down. */
export async function execute(context: ScenarioContext): Promise<Executed> {
  const { scenario, scope, deps } = context;
  const services = await startServices(context);
  const started = services.every((service) => service.running) && !context.signal.aborted;
  const steps = started ? await runSteps(context) : noSteps;
  const endedEarly = new Set(services.filter((service) => service.running?.ended()));
  const killed = new Set<string>();
  const stop = () => stopServices(services, context, killed);
  const settle = started ? await settleTrace(context, stop) : notSettled;
  if (!started) await stop();
  deps.emit({ type: 'settled', id: scenario.id, settle, atMs: deps.host.monotonicMs() });
  const { bySender } = scope.stats();
  const serviceRecords = services.map((service) => {
    const { id } = service.planned;
    return serviceRecord(service, bySender.get(id) ?? 0, killed.has(id));
  });
  return { started, services, endedEarly, serviceRecords, steps, settle };
}

/** The stop of a container is a span of its own. */
async function stopped(running: RunningService, context: ScenarioContext): Promise<StopOutcome> {
  // One that later scenarios may get goes on.
  if (!running.container || running.container.shared) return await running.stop();
  const attributes = { 'spanwright.service': running.id, 'container.id': running.container.id };
  const span = context.spans.start('spanwright.container.stop', { parent: context.root, attributes });
  context.root.event('container.stop', attributes);
  let failed: string | undefined = 'notStopped';
  try {
    const outcome = await running.stop();
    failed = outcome.killed ? 'killed' : undefined;
    return outcome;
  } finally {
    span.end({ failed });
  }
}

/** All at once, but each only after those that depend on it: they may need it while they flush. */
async function stopServices(
  services: readonly ServiceState[],
  context: ScenarioContext,
  killed: Set<string>,
): Promise<void> {
  const stops = new Map<string, Promise<void>>();
  const stop = ({ planned, running }: ServiceState): Promise<void> => {
    const begun = stops.get(planned.id) ?? stopAfterDependents(planned.id, running);
    stops.set(planned.id, begun);
    return begun;
  };
  const stopAfterDependents = async (id: string, running: RunningService | undefined): Promise<void> => {
    await Promise.all(services.filter((each) => each.planned.dependsOn.includes(id)).map(stop));
    const outcome = running && (await stopped(running, context));
    if (!outcome) return;
    readSpanLines(outcome.output.stdout, id, context);
    if (outcome.killed) killed.add(id);
    const problem = diagnoseStop(
      { name: `service \`${id}\``, place: placeOf(context, ['service', id]) },
      outcome,
    );
    if (problem) context.problems.push(problem);
  };
  await Promise.all(services.map(stop));
}
