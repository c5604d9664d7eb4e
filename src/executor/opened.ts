import type { Sandbox } from '../backend/index.ts';
import type { PlannedScenario } from '../plan/index.ts';
import type { TelemetryScope } from '../telemetry/index.ts';
import { inContainer, outOfReach } from './containers.ts';
import type { OpenedScenario } from './context.ts';
import type { ExecutorDeps } from './deps.ts';
import { networkFor, wantsNetwork } from './network.ts';
import { createOwnSpans } from './own-spans.ts';
import { automaticPorts, insideContainers, type Values } from './values.ts';

/**
 * A scope, a sandbox and ports for one attempt at a scenario: everything that is there before it begins. Whoever has it calls
 * {@link closeScenario}. Rejects when the machine does not let it; then nothing of it is left.
 */
export async function openScenario(scenario: PlannedScenario, deps: ExecutorDeps): Promise<OpenedScenario> {
  const { runId, projectDir } = deps;
  const protocols = [scenario.telemetry.protocol, ...scenario.services.map((each) => each.protocol)];
  const grpc = protocols.includes('grpc');
  const scope = await deps.receiver.openScope({ runId, scenarioId: scenario.id, grpc });
  let sandbox: Sandbox | undefined;
  try {
    sandbox = await deps.backend.open({
      runId,
      scenarioId: scenario.id,
      projectDir,
      keep: false,
      network: wantsNetwork(scenario, deps) ? networkFor(scope) : undefined,
      maxProcesses: scenario.maxProcesses,
      containers: inContainer(scenario)
        ? { hermetic: wantsNetwork(scenario, deps), ...networkFor(scope) }
        : undefined,
    });
    return await furnished({ scenario, deps, scope, sandbox });
  } catch (error) {
    scope.seal();
    await sandbox?.close();
    throw error;
  }
}

/** Whatever became of it, everything of it is gone when this resolves. Safe to call twice, and after an orderly close. */
export async function closeScenario({ scope, sandbox }: OpenedScenario): Promise<void> {
  scope.seal();
  await sandbox.close();
}

async function furnished({
  scenario,
  deps,
  scope,
  sandbox,
}: Pick<OpenedScenario, 'scenario' | 'deps' | 'scope' | 'sandbox'>): Promise<OpenedScenario> {
  const ports = await portsOf(scenario, (count) => sandbox.allocatePorts(count));
  const values = valuesOf(scenario, deps, { ports, dir: sandbox.dir, scope });
  sandbox.offer?.(localPorts(scenario, ports));
  const spans = createOwnSpans({
    host: deps.host,
    tool: deps.tool,
    resource: { 'spanwright.run.id': deps.runId, 'spanwright.scenario.id': scenario.id },
    add: (span) => scope.addOwn(span),
  });
  const containers = scenario.services.filter(({ container }) => container);
  return {
    scenario,
    deps,
    scope,
    sandbox,
    values,
    inside: insideContainers(values, scenario, sandbox.containerHost ?? '127.0.0.1'),
    spans,
    starts: new Map(containers.map(({ id }) => [id, spans.reserve()])),
    problems: wantsNetwork(scenario, deps) ? outOfReach(scenario, deps) : [],
    environment: new Set(),
  };
}

function valuesOf(
  scenario: PlannedScenario,
  deps: ExecutorDeps,
  { ports, dir, scope }: { ports: Values['ports']; dir: string; scope: TelemetryScope },
): Values {
  return {
    ports,
    otlpEndpoint: scope.httpUrl,
    otlpGrpcEndpoint: scope.grpcUrl,
    scenarioDir: dir,
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
