import type { KeyPath, OtelSettings, Service } from '../scenario/index.ts';
import { plannedCommand } from './command.ts';
import type { PlannedReadiness, PlannedService, Protocol } from './plan.ts';

interface ServiceContext {
  readonly id: string;
  readonly path: KeyPath;
  readonly protocol: Protocol;
  readonly dialect: 'native' | 'clnrm';
}

export function planService(service: Service, context: ServiceContext): PlannedService {
  return {
    id: context.id,
    path: context.path,
    plugin: service.plugin ?? (service.image === undefined ? 'process' : 'generic_container'),
    command: plannedCommand(service),
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
