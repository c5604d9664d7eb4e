import {
  type CommandEnd,
  type ContainerIdentity,
  type ContainerSpec,
  diagnoseStart,
  type ReadyProbe,
  type RunningService,
  type ServiceOutput,
  type ServiceSpec,
  type StartOutcome,
} from '../backend/index.ts';
import { type Diagnostic, diagnostic } from '../diagnostic/index.ts';
import type { ServiceRecord } from '../event/index.ts';
import { compilePattern } from '../expect/index.ts';
import type { PlannedContainer, PlannedService } from '../plan/index.ts';
import { commandSpec, type OpenedScenario, placeOf, type ScenarioContext } from './context.ts';
import type { OpenSpan, SpanIdentity } from './own-spans.ts';
import { untilSpan } from './quiet.ts';
import { endRecord, outputRecord } from './record.ts';
import { fill, UnresolvedPlaceholder } from './values.ts';

/** What became of one service. */
export interface ServiceState {
  readonly planned: PlannedService;
  readonly running: RunningService | undefined;
  readonly readyAfterMs: number | undefined;
  /** How it ended by itself, or when it could not be started. */
  readonly failure:
    | { readonly end: CommandEnd | undefined; readonly output: ServiceOutput | undefined }
    | undefined;
}

/**
 * Starts the services in dependency order, independent ones at the same time. When one does not become ready the
 * others are no longer waited for; what went wrong is added to the context's problems.
 */
export async function startServices(context: ScenarioContext): Promise<readonly ServiceState[]> {
  const giveUp = new AbortController();
  const signal = AbortSignal.any([context.signal, giveUp.signal]);
  const starts = new Map<string, Promise<ServiceState>>();
  const start = (planned: PlannedService): Promise<ServiceState> => {
    const begun = starts.get(planned.id) ?? startAfterDependencies(planned);
    starts.set(planned.id, begun);
    return begun;
  };
  const startAfterDependencies = async (planned: PlannedService): Promise<ServiceState> => {
    const needed = context.scenario.services.filter((each) => planned.dependsOn.includes(each.id));
    const states = await Promise.all(needed.map(start));
    if (states.some((state) => !state.running)) return notStarted(planned);
    const state = await startService(planned, context, signal);
    if (!state.running) giveUp.abort();
    return state;
  };
  return Promise.all(context.scenario.services.map(start));
}

/** Has what its services will run in made before the scenario begins, where the sandbox can do that. */
export function prepareServices(opened: OpenedScenario): void {
  for (const planned of opened.scenario.services) {
    const span = opened.starts.get(planned.id);
    if (!span) continue;
    try {
      opened.sandbox.prepare?.(serviceSpec(planned, span, opened));
    } catch {
      // Whatever is wrong is wrong again, and said, when it is to be started.
    }
  }
}

function notStarted(planned: PlannedService): ServiceState {
  return { planned, running: undefined, readyAfterMs: undefined, failure: undefined };
}

async function startService(
  planned: PlannedService,
  context: ScenarioContext,
  signal: AbortSignal,
): Promise<ServiceState> {
  const place = placeOf(context, planned.path);
  const fail = (problem: Diagnostic): ServiceState => {
    context.problems.push(problem);
    return notStarted(planned);
  };
  if (planned.plugin !== 'process' && !planned.container) return fail(nothingToRun(planned, context));
  if (!planned.command && !planned.container) {
    return fail(
      diagnostic({
        code: 'SW6204',
        message: `service \`${planned.id}\` has no command`,
        place,
        hint: 'give it `command = ["program", "argument"]`',
      }),
    );
  }
  const span = context.spans.start('spanwright.service.start', {
    parent: context.root,
    attributes: { 'spanwright.service': planned.id },
    as: context.starts.get(planned.id),
  });
  try {
    const outcome = await started(planned, span, context, signal);
    span.end({ failed: outcome.kind === 'ready' ? undefined : outcome.kind });
    return stateOf(planned, outcome, context);
  } catch (error) {
    span.end({ failed: 'notStarted' });
    if (!(error instanceof UnresolvedPlaceholder)) throw error;
    return fail(unresolved(error, planned.path, context));
  }
}

/** The start of its container, if it has one, is a span of its own: what follows is the service's own time. */
async function started(
  planned: PlannedService,
  span: OpenSpan,
  context: ScenarioContext,
  signal: AbortSignal,
): Promise<StartOutcome> {
  const spec = serviceSpec(planned, span, context);
  if (!planned.container) return await context.sandbox.start(spec, signal);
  const own = context.spans.start('spanwright.container.start', {
    parent: span,
    attributes: { 'spanwright.service': planned.id, 'container.image.name': planned.container.image },
  });
  let isOver = false;
  const over = (...[how]: Parameters<OpenSpan['end']>) => {
    if (!isOver) own.end(how);
    isOver = true;
  };
  const onStarted = ({ id, digest, reused }: ContainerIdentity) => {
    const event = reused ? 'container.reuse' : 'container.start';
    context.root.event(event, { 'spanwright.service': planned.id, 'container.id': id });
    over({
      attributes: {
        'container.id': id,
        'container.image.id': digest,
        ...(reused && { 'spanwright.container.reused': true }),
      },
    });
  };
  try {
    return await context.sandbox.start({ ...spec, onStarted }, signal);
  } finally {
    over({ failed: 'notStarted' });
  }
}

function serviceSpec(planned: PlannedService, span: SpanIdentity, context: OpenedScenario): ServiceSpec {
  const sender = planned.telemetry === 'off' ? undefined : { id: planned.id, protocol: planned.protocol };
  const inService = planned.container && planned.id;
  const common = { env: planned.env, workdir: planned.workdir, sender, span, inService };
  return {
    id: planned.id,
    command: commandSpec({ argv: planned.command?.argv ?? [], ...common }, context),
    container: planned.container && containerSpec(planned, planned.container, context),
    ready: probesOf(planned, common, context),
    readyTimeoutMs: planned.readiness.timeoutMs,
    readyIntervalMs: planned.readiness.intervalMs,
    stopSignal: planned.stopSignal,
    stopGraceMs: planned.stopGraceMs,
  };
}

function containerSpec(
  { id, ports }: PlannedService,
  { image, pull, volumes, capabilities, reuse, limits }: PlannedContainer,
  { values, inside, deps }: OpenedScenario,
): ContainerSpec {
  return {
    image,
    pull: pull ?? deps.pull ?? 'if-not-present',
    ports: ports.map(({ name }) => ({
      inside: inside.ports.get(id)?.get(name) ?? 0,
      outside: values.ports.get(id)?.get(name) ?? 0,
    })),
    volumes: volumes.map(({ hostPath, containerPath, readOnly }) => ({
      source: fill(hostPath, values),
      target: containerPath,
      readOnly,
    })),
    capabilities,
    reuse,
    memoryBytes: limits.memoryMb === undefined ? undefined : limits.memoryMb * 1_048_576,
    cpuMillicores: limits.cpuMillicores,
    pids: limits.pids,
  };
}

function probesOf(
  planned: PlannedService,
  common: Omit<Parameters<typeof commandSpec>[0], 'argv'>,
  context: OpenedScenario,
): ReadyProbe[] {
  const { readiness } = planned;
  const ports = context.values.ports.get(planned.id) ?? new Map<string, number>();
  const probes: ReadyProbe[] = [];
  if (readiness.tcp !== undefined) {
    const port =
      typeof readiness.tcp === 'number' ? outside(planned, readiness.tcp, context) : ports.get(readiness.tcp);
    if (port === undefined) throw new UnresolvedPlaceholder(`service.${planned.id}.port.${readiness.tcp}`);
    probes.push({ kind: 'tcp', host: '127.0.0.1', port });
  }
  if (readiness.http !== undefined) {
    const text = fill(readiness.http, context.values);
    const [first] = ports.values();
    if (text.startsWith('/') && first === undefined)
      throw new UnresolvedPlaceholder(`service.${planned.id}.port`);
    probes.push({
      kind: 'http',
      url: text.startsWith('/') ? `http://127.0.0.1:${first}${text}` : text,
      status: readiness.status,
    });
  }
  if (readiness.log !== undefined) {
    const pattern = compilePattern(readiness.log);
    if ('error' in pattern)
      throw new Error(`a checked scenario holds a pattern that does not compile: ${readiness.log}`);
    probes.push({ kind: 'log', pattern: readiness.log, matches: (line) => pattern.test(line) });
  }
  if (readiness.command !== undefined) {
    const command = commandSpec({ argv: readiness.command.argv, ...common, sender: undefined }, context);
    probes.push({ kind: 'command', command });
  }
  if (readiness.span !== undefined) {
    const { span } = readiness;
    const description = `span \`${span}\``;
    probes.push({ kind: 'external', description, until: (signal) => untilSpan(span, context.scope, signal) });
  }
  return probes;
}

/** A number is the service's own port; that of a container is reached at another one. */
function outside({ id, ports, container }: PlannedService, port: number, { values }: OpenedScenario): number {
  const name = container && ports.find((each) => each.port === port)?.name;
  return (name !== undefined && values.ports.get(id)?.get(name)) || port;
}

function stateOf(planned: PlannedService, outcome: StartOutcome, context: ScenarioContext): ServiceState {
  if (outcome.kind === 'ready') {
    const { deps, scenario } = context;
    const atMs = deps.host.monotonicMs();
    deps.emit({
      type: 'serviceReady',
      id: scenario.id,
      service: planned.id,
      durationMs: outcome.durationMs,
      atMs,
    });
    return { planned, running: outcome.service, readyAfterMs: outcome.durationMs, failure: undefined };
  }
  const subject = { name: `service \`${planned.id}\``, place: placeOf(context, planned.path) };
  const problem = diagnoseStart(subject, outcome);
  if (problem) context.problems.push(problem);
  const output = 'output' in outcome ? outcome.output : undefined;
  const end = 'end' in outcome ? outcome.end : undefined;
  return { planned, running: undefined, readyAfterMs: undefined, failure: { end, output } };
}

function nothingToRun(planned: PlannedService, context: ScenarioContext): Diagnostic {
  return diagnostic({
    code: 'SW6203',
    message: `service \`${planned.id}\` uses plugin \`${planned.plugin}\`, which brings no image, and names none itself`,
    place: placeOf(context, [...planned.path, 'plugin']),
    hint: 'give it an `image`, or `plugin = "process"` and a `command`; `spanwright plugins` lists those that bring an image',
  });
}

export function unresolved(
  error: UnresolvedPlaceholder,
  path: PlannedService['path'],
  context: Pick<ScenarioContext, 'deps' | 'scenario'>,
): Diagnostic {
  return diagnostic({
    code: 'SW6202',
    message: `\`\${${error.placeholder}}\` has no value`,
    place: placeOf(context, path),
    hint: error.placeholder.startsWith('env.')
      ? `set the variable, or give a default: \`\${${error.placeholder}:-value}\``
      : 'see the placeholders in the guide',
  });
}

export function serviceRecord(state: ServiceState, spans: number, killed: boolean): ServiceRecord {
  const output = state.running?.output() ?? state.failure?.output;
  const end = state.running?.ended() ?? state.failure?.end;
  const container = state.running?.container;
  return {
    id: state.planned.id,
    ...(container && { image: { name: container.image, digest: container.digest } }),
    ...(container?.reused && { reused: true }),
    readyAfterMs: state.readyAfterMs,
    end: end && endRecord(end),
    killed,
    spans,
    stdout: outputRecord(output?.stdout),
    stderr: outputRecord(output?.stderr),
  };
}
