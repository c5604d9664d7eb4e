import {
  type KeyPath,
  type Limits,
  type OtelSettings,
  type Plugins,
  type Service,
  withPreset,
} from '../scenario/index.ts';
import { plannedCommand } from './command.ts';
import type { PlannedCommand, PlannedContainer, PlannedReadiness, PlannedService, Protocol } from './plan.ts';

interface ServiceContext {
  readonly id: string;
  readonly path: KeyPath;
  readonly protocol: Protocol;
  readonly dialect: 'native' | 'clnrm';
  /** Of the scenario, its own before those of its file. */
  readonly limits: Limits;
  readonly plugins: Plugins | undefined;
}

export function planService(written: Service, context: ServiceContext): PlannedService {
  const service = withPreset(written, context.plugins);
  const plugin = service.plugin ?? (service.image === undefined ? 'process' : 'generic_container');
  const container = plugin === 'process' ? undefined : containerOf(service, context.limits);
  return {
    id: context.id,
    path: context.path,
    plugin,
    command: plannedCommand(service) ?? (container && argumentsFor(service)),
    ...(container && { container }),
    env: service.env ?? {},
    workdir: service.workdir,
    ports: Object.entries(service.ports ?? {}).map(([name, port]) => ({ name, port })),
    dependsOn: service.depends_on ?? [],
    readiness: readinessOf(service),
    stopSignal: service.stop?.signal ?? 'SIGTERM',
    stopGraceMs: service.stop?.grace ?? 5_000,
    telemetry: telemetryOf(service, context.dialect),
    protocol: service.protocol ?? context.protocol,
  };
}

/** Without an image there is nothing to make a container of; whoever runs it says so. */
function containerOf(service: Service, limits: Limits): PlannedContainer | undefined {
  if (service.image === undefined) return undefined;
  const { memory_mb: memoryMb, cpu_millicores: cpuMillicores, pids } = limits;
  return {
    image: service.image,
    ...(service.pull && { pull: service.pull }),
    volumes: (service.volumes ?? []).map(({ host_path, container_path, read_only }) => ({
      hostPath: host_path,
      containerPath: container_path,
      readOnly: read_only ?? false,
    })),
    capabilities: service.capabilities ?? [],
    ...(service.reuse && { reuse: true }),
    limits: {
      ...(memoryMb !== undefined && { memoryMb }),
      ...(cpuMillicores !== undefined && { cpuMillicores }),
      ...(pids !== undefined && { pids }),
    },
  };
}

/** Arguments alone are for the command that the image has. */
function argumentsFor({ args }: Service): PlannedCommand | undefined {
  return args && args.length > 0 ? { argv: args } : undefined;
}

export function protocolOf(otel: OtelSettings | undefined): Protocol {
  return otel?.protocol ?? (otel?.exporter === 'otlp-grpc' ? 'grpc' : 'http/protobuf');
}

function telemetryOf(service: Service, dialect: ServiceContext['dialect']): PlannedService['telemetry'] {
  if (service.telemetry === false) return 'off';
  return service.telemetry === true || dialect === 'native' ? 'required' : 'optional';
}

/** Native `ready` and clnrm's `health_check` come down to the same probes. */
function readinessOf(service: Service): PlannedReadiness {
  const { ready, health_check: check } = service;
  const intervalMs = check?.interval === undefined ? undefined : check.interval * 1_000;
  const attempts = check?.retries === undefined ? undefined : check.retries + 1;
  const attemptMs = check?.timeout === undefined ? undefined : check.timeout * 1_000;
  const checkTimeoutMs =
    attempts === undefined ? undefined : attempts * ((intervalMs ?? 0) + (attemptMs ?? 1_000));
  return {
    tcp: ready?.tcp,
    http: ready?.http,
    status: ready?.status,
    log: ready?.log,
    command: plannedCommand({ command: ready?.command ?? check?.cmd }),
    span: ready?.span,
    timeoutMs: checkTimeoutMs ?? ready?.timeout ?? 30_000,
    intervalMs: intervalMs ?? ready?.interval ?? 100,
  };
}
