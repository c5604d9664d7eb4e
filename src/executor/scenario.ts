import { diagnoseClose, type Sandbox } from '../backend/index.ts';
import { diagnostic } from '../diagnostic/index.ts';
import type { PlannedScenario } from '../plan/index.ts';
import type { TelemetryScope } from '../telemetry/index.ts';
import { inContainer, outOfReach, withoutEngine } from './containers.ts';
import { afterRunning } from './deadline.ts';
import type { ExecutorDeps } from './deps.ts';
import { execute } from './execute-scenario.ts';
import { type Attempt, judge } from './judge.ts';
import { networkFor, surroundingsOf, wantsNetwork, withEgress, withoutNetwork } from './network.ts';
import { createOwnSpans } from './own-spans.ts';
import { automaticPorts, insideContainers, type Values } from './values.ts';

/**
 * Starts, runs, settles, stops and judges one scenario. Whatever happens, everything it started is gone and its
 * telemetry scope is sealed when this returns.
 */
export async function attemptScenario(
  scenario: PlannedScenario,
  attempt: number,
  deps: ExecutorDeps,
): Promise<Attempt> {
  const begunMs = deps.host.monotonicMs();
  const timeout = new AbortController();
  const callOff = afterRunning(scenario.timeoutMs, deps.host.monotonicMs, () => timeout.abort('timeout'));
  try {
    const signal = AbortSignal.any([deps.signal, timeout.signal]);
    const done = await isolated(scenario, deps, signal, timeout.signal);
    const durationMs = deps.host.monotonicMs() - begunMs;
    return { ...done, record: { ...done.record, attempts: attempt, durationMs } };
  } finally {
    callOff();
  }
}

async function isolated(
  scenario: PlannedScenario,
  deps: ExecutorDeps,
  signal: AbortSignal,
  timeout: AbortSignal,
): Promise<Attempt> {
  const grpc = [scenario.telemetry.protocol, ...scenario.services.map((each) => each.protocol)].includes(
    'grpc',
  );
  const { noNetwork } = deps.backend;
  if (wantsNetwork(scenario, deps) && noNetwork !== undefined)
    return withoutNetwork(scenario, noNetwork, deps);
  if (deps.backend.kind !== 'container' && inContainer(scenario)) return withoutEngine(scenario, deps);
  const scope = await deps.receiver.openScope({ runId: deps.runId, scenarioId: scenario.id, grpc });
  const sandbox = await deps.backend.open({
    runId: deps.runId,
    scenarioId: scenario.id,
    projectDir: deps.projectDir,
    keep: false,
    network: wantsNetwork(scenario, deps) ? networkFor(scope) : undefined,
    maxProcesses: scenario.maxProcesses,
    containers: inContainer(scenario)
      ? { hermetic: wantsNetwork(scenario, deps), ...networkFor(scope) }
      : undefined,
  });
  try {
    const environment = new Set<string>();
    const attempt = await inSandbox({ scenario, deps, signal, scope, sandbox, timeout, environment });
    return await closed(attempt, { scenario, deps, sandbox, environment });
  } finally {
    scope.seal();
    // Of no effect after an orderly close; everything is gone even when something above threw.
    await sandbox.close();
  }
}

/** Closes the sandbox and adds to the record what that brought to light. */
async function closed(
  attempt: Attempt,
  { scenario, deps, sandbox, environment }: Omit<Surroundings, 'scope' | 'signal' | 'timeout'>,
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

interface Surroundings {
  readonly scenario: PlannedScenario;
  readonly deps: ExecutorDeps;
  readonly scope: TelemetryScope;
  readonly sandbox: Sandbox;
  readonly signal: AbortSignal;
  readonly timeout: AbortSignal;
  readonly environment: Set<string>;
}

async function inSandbox(around: Surroundings): Promise<Attempt> {
  const { scenario, deps, scope, sandbox, signal, timeout, environment } = around;
  const spans = createOwnSpans({
    host: deps.host,
    tool: deps.tool,
    resource: { 'spanwright.run.id': deps.runId, 'spanwright.scenario.id': scenario.id },
    add: (span) => scope.addOwn(span),
  });
  const run = spans.start('spanwright.run');
  const root = spans.start('spanwright.scenario', {
    parent: run,
    attributes: { 'spanwright.scenario': scenario.name },
  });
  const ports = await portsOf(scenario, (count) => sandbox.allocatePorts(count));
  const values = valuesOf(scenario, deps, {
    ports,
    dir: sandbox.dir,
    http: scope.httpUrl,
    grpc: scope.grpcUrl,
  });
  sandbox.offer?.(localPorts(scenario, ports));
  const inside = insideContainers(values, scenario, sandbox.containerHost ?? '127.0.0.1');
  const shared = { scenario, deps, sandbox, scope, signal, environment };
  const problems = wantsNetwork(scenario, deps) ? outOfReach(scenario, deps) : [];
  const context = { ...shared, values, inside, spans, root, problems };
  const executed = await execute(context);
  root.end();
  run.end();
  scope.seal();
  return judge({ context, executed, timedOut: timeout.aborted });
}

function valuesOf(
  scenario: PlannedScenario,
  deps: ExecutorDeps,
  at: { ports: Values['ports']; dir: string; http: string; grpc: string | undefined },
): Values {
  return {
    ports: at.ports,
    otlpEndpoint: at.http,
    otlpGrpcEndpoint: at.grpc,
    scenarioDir: at.dir,
    projectDir: deps.projectDir,
    runId: deps.runId,
    scenarioId: scenario.id,
    env: deps.host.env,
    captures: new Map(),
  };
}

/** Ports of what runs on this machine. */
function localPorts({ services }: PlannedScenario, ports: Values['ports']): number[] {
  return services
    .filter(({ container }) => !container)
    .flatMap(({ id }) => [...(ports.get(id)?.values() ?? [])]);
}

async function portsOf(
  scenario: PlannedScenario,
  allocate: (count: number) => Promise<readonly number[]>,
): Promise<Values['ports']> {
  const wanted = automaticPorts(scenario);
  const given = wanted.length === 0 ? [] : await allocate(wanted.length);
  const chosen = new Map(wanted.map(({ service, name }, index) => [`${service}\0${name}`, given[index]]));
  const numberOf = (service: string, name: string, port: number | 'auto') => {
    const number = chosen.get(`${service}\0${name}`) ?? (port === 'auto' ? undefined : port);
    if (number === undefined) throw new Error('the backend gave fewer ports than it was asked for');
    return number;
  };
  return new Map(
    scenario.services.map(({ id, ports }) => [
      id,
      new Map(ports.map(({ name, port }) => [name, numberOf(id, name, port)])),
    ]),
  );
}
