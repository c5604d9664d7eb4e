import type { SenderOptions } from './contract.ts';

/** Resource attributes by which a span says whose it is. */
export const SENDER_ATTRIBUTE = 'spanwright.sender';
const RUN_ATTRIBUTE = 'spanwright.run.id';
const SCENARIO_ATTRIBUTE = 'spanwright.scenario.id';

/** Metadata key by which gRPC senders name their scope: gRPC has no paths to spare. */
export const TOKEN_HEADER = 'x-spanwright-scope';

/**
 * Milliseconds an SDK's batch processor may hold spans back; the specification's default is 5,000. Small enough to be
 * judged soon after the last span, large enough that a busy service still sends batches.
 */
export const BATCH_DELAY_MS = 50;

export interface SenderAddress {
  readonly runId: string;
  readonly scenarioId: string;
  /** Where this sender exports to, without `/v1/traces`. */
  readonly endpoint: string;
  readonly token: string;
}

/**
 * The environment that makes a default-configured OpenTelemetry SDK export to this receiver at once and completely.
 * Metrics and logs are switched off. Source: OpenTelemetry specification, "Environment Variable Specification" and
 * "OTLP Exporter Configuration".
 */
export function exporterEnvironment(options: SenderOptions, address: SenderAddress): Record<string, string> {
  return {
    OTEL_EXPORTER_OTLP_ENDPOINT: address.endpoint,
    OTEL_EXPORTER_OTLP_PROTOCOL: options.protocol,
    ...(options.protocol === 'grpc' ? grpcSettings(address.token) : {}),
    OTEL_TRACES_EXPORTER: 'otlp',
    OTEL_METRICS_EXPORTER: 'none',
    OTEL_LOGS_EXPORTER: 'none',
    ...samplerSettings(options.sampleRatio),
    OTEL_BSP_SCHEDULE_DELAY: String(BATCH_DELAY_MS),
    OTEL_RESOURCE_ATTRIBUTES: resourceAttributes(options, address),
    TRACEPARENT: options.traceparent,
  };
}

function grpcSettings(token: string): Record<string, string> {
  return {
    OTEL_EXPORTER_OTLP_HEADERS: `${TOKEN_HEADER}=${token}`,
    // Exporters that do not tell from http:// that there is no TLS are told so.
    OTEL_EXPORTER_OTLP_INSECURE: 'true',
  };
}

function samplerSettings(ratio: number | undefined): Record<string, string> {
  if (ratio === undefined || ratio >= 1) return { OTEL_TRACES_SAMPLER: 'always_on' };
  return {
    OTEL_TRACES_SAMPLER: 'parentbased_traceidratio',
    OTEL_TRACES_SAMPLER_ARG: String(Math.max(0, ratio)),
  };
}

/**
 * The Node SDK discards the whole variable when one decoded value exceeds 255 characters, so ours are cut to that; the
 * end of a scenario id tells more than its beginning.
 */
const LONGEST_VALUE = 255;

function resourceAttributes(
  { sender, resource }: SenderOptions,
  { runId, scenarioId }: SenderAddress,
): string {
  const ours = { [RUN_ATTRIBUTE]: runId, [SCENARIO_ATTRIBUTE]: scenarioId, [SENDER_ATTRIBUTE]: sender };
  const pairs = [
    ...Object.entries(resource).filter(([key]) => !Object.hasOwn(ours, key)),
    ...Object.entries(ours).map(([key, value]) => [key, value.slice(-LONGEST_VALUE)] as const),
  ];
  return pairs.map(([key, value]) => `${encoded(key)}=${encoded(value)}`).join(',');
}

/** Percent-encoded, as the resource SDK specification asks for: commas and equals signs must, others may. */
function encoded(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}
