import { isAbsolute, posix, resolve } from 'node:path';
import type { CommandSpec, Sandbox } from '../backend/index.ts';
import type { Diagnostic } from '../diagnostic/index.ts';
import type { PlannedScenario, PlannedService, PlannedStep } from '../plan/index.ts';
import type { KeyPath } from '../scenario/index.ts';
import type { TelemetryScope } from '../telemetry/index.ts';
import type { ExecutorDeps } from './deps.ts';
import type { OpenSpan, OwnSpans, SpanIdentity } from './own-spans.ts';
import { atHost, fill, fillAll, portEnvironment, type Values } from './values.ts';

/** What is there for one attempt at one scenario before it begins. */
export interface OpenedScenario {
  readonly scenario: PlannedScenario;
  readonly deps: ExecutorDeps;
  readonly sandbox: Sandbox;
  readonly scope: TelemetryScope;
  readonly values: Values;
  /** The same as containers of the scenario see it. */
  readonly inside: Values;
  readonly spans: OwnSpans;
  /** Of the spans that the starts of its containers will be. */
  readonly starts: ReadonlyMap<string, SpanIdentity>;
  /** What went wrong besides findings; an error among them makes the verdict `error`. */
  readonly problems: Diagnostic[];
  /** Names of the variables that its commands were given; they are added as commands begin. */
  readonly environment: Set<string>;
}

/** Everything one attempt at one scenario works with. */
export interface ScenarioContext extends OpenedScenario {
  readonly root: OpenSpan;
  /** Aborted by the run, by fail-fast or by the scenario's own timeout. */
  readonly signal: AbortSignal;
}

export interface CommandInput {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly workdir: string | undefined;
  readonly stdin?: string | undefined;
  readonly timeoutMs?: number | undefined;
  /** Who sends, for exporter settings; undefined to inject none. */
  readonly sender: { readonly id: string; readonly protocol: PlannedService['protocol'] } | undefined;
  /** The span its spans hang under. */
  readonly span: SpanIdentity;
  /** It runs in the container of this service; undefined for this machine. */
  readonly inService?: string | undefined;
}

/** Kept of each end of the output where spans are read from it; elsewhere the backend's default is enough. */
const SPAN_LINES_BYTES = 8 * 1024 * 1024;

/** A command as the backend takes it: placeholders filled in, exporter settings and port numbers in the environment. */
export function commandSpec(input: CommandInput, context: OpenedScenario): CommandSpec {
  const { scenario } = context;
  const values = input.inService === undefined ? context.values : context.inside;
  const env = {
    ...portEnvironment(values),
    ...exporterSettings(input, context),
    ...fillAll(scenario.env, values),
    ...fillAll(input.env, values),
  };
  for (const name of Object.keys(env)) context.environment.add(name);
  return {
    argv: input.argv.map((word) => fill(word, values)),
    env,
    cwd:
      input.inService === undefined
        ? absolute(scenario.dir, fill(input.workdir ?? '.', values))
        : inContainer(input.workdir && fill(input.workdir, values)),
    stdin: input.stdin === undefined ? undefined : fill(input.stdin, values),
    timeoutMs: input.timeoutMs,
    keepBytes: scenario.telemetry.stdout ? SPAN_LINES_BYTES : undefined,
    ...(input.inService !== undefined && { inService: input.inService }),
  };
}

function exporterSettings(
  { sender, span, inService }: CommandInput,
  { scope, scenario, sandbox }: OpenedScenario,
): Record<string, string> {
  if (!sender) return { TRACEPARENT: span.traceparent };
  const { telemetry } = scenario;
  const local = scope.environment({
    sender: sender.id,
    protocol: sender.protocol,
    traceparent: span.traceparent,
    resource: telemetry.resource,
    sampleRatio: telemetry.sampleRatio,
  });
  const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint = '' } = local;
  const settings =
    inService === undefined || sandbox.containerHost === undefined
      ? local
      : { ...local, OTEL_EXPORTER_OTLP_ENDPOINT: atHost(endpoint, sandbox.containerHost) };
  return telemetry.propagators.length === 0
    ? settings
    : { ...settings, OTEL_PROPAGATORS: telemetry.propagators.join(',') };
}

/** Without one it is the image's own, which only the engine knows, so a relative one begins at the root. */
function inContainer(workdir: string | undefined): string {
  return workdir === undefined ? '' : posix.resolve('/', workdir);
}

function absolute(dir: string, path: string): string {
  return isAbsolute(path) ? path : resolve(dir, path);
}

/** Whose spans those of a step are. */
export function senderOf({ name }: PlannedStep): string {
  return `step:${name}`;
}

/** Place of a key path in the scenario's file. */
export function placeOf(context: Pick<OpenedScenario, 'deps' | 'scenario'>, path: KeyPath) {
  return context.deps.locate(context.scenario, path);
}
