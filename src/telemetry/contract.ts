import type { Span, Trace } from '../trace/index.ts';

/** Bounds of one receiver. Defaults follow DESIGN and the OTLP specification. */
export interface ReceiverLimits {
  /** Largest request body after decompression; default 20 MiB. */
  readonly maxBodyBytes: number;
  /** Largest gRPC message after decompression; default 4 MiB. */
  readonly maxGrpcMessageBytes: number;
  /** Spans kept for one scenario; beyond it senders get 503 with Retry-After; default 1,000,000. */
  readonly maxSpansPerScope: number;
  /** Bytes kept for one scenario; default 512 MiB. */
  readonly maxBytesPerScope: number;
  /** Requests being read at once over all scenarios; beyond it senders get 429 with Retry-After; default 256. */
  readonly maxOpenRequests: number;
}

/** One OTLP receiver per run, on a free loopback port. Each scope (one scenario) has an address of its own. */
export interface Receiver {
  /** `http://127.0.0.1:PORT`, without a scope's path. */
  readonly httpUrl: string;
  /** Opens a scope. `grpc` starts the gRPC server if it is not yet running. */
  openScope(options: ScopeOptions): Promise<TelemetryScope>;
  /** Requests that named no known scope, and so belong to nobody. */
  readonly unclaimed: number;
  close(): Promise<void>;
}

export interface ScopeOptions {
  readonly runId: string;
  readonly scenarioId: string;
  /** Start gRPC for this scope; its endpoint is then in {@link TelemetryScope.grpcUrl}. */
  readonly grpc: boolean;
}

/** What one sender (a service or a step) is told to export with. */
export interface SenderOptions {
  /** `service.name` offered when the sender sets none, and the name under which its silence is reported. */
  readonly sender: string;
  readonly protocol: 'http/protobuf' | 'http/json' | 'grpc';
  /** W3C traceparent of the Spanwright span the sender's spans hang under. */
  readonly traceparent: string;
  /** Added to `OTEL_RESOURCE_ATTRIBUTES`. */
  readonly resource: Readonly<Record<string, string>>;
  /** Of the run; default 1. */
  readonly sampleRatio?: number | undefined;
}

/** Figures about what arrived; all counts start at 0. */
export interface ScopeStats {
  readonly requests: number;
  readonly spans: number;
  /** Spans received again with the same trace id and span id; only the first is kept. */
  readonly duplicates: number;
  /** Spans refused with a partial success, for example with an invalid id. */
  readonly rejected: number;
  /** Spans dropped because a limit was reached; the limit is in `limit`. */
  readonly dropped: number;
  readonly limit: string | undefined;
  /** Spans that arrived after the scope was sealed. */
  readonly late: number;
  /** Requests refused as malformed, with the status that was answered. */
  readonly malformed: number;
  /** Requests being received now. */
  readonly open: number;
  /** Monotonic milliseconds of the last activity (request begun, data read or answered); undefined before the first. */
  readonly lastActivityMs: number | undefined;
  /** Spans per sender, by the `spanwright.sender` resource attribute given in the injected environment. */
  readonly bySender: ReadonlyMap<string, number>;
}

export interface TelemetryScope {
  /** Endpoint for `OTEL_EXPORTER_OTLP_ENDPOINT` over HTTP, with the scope's own path token. */
  readonly httpUrl: string;
  readonly grpcUrl: string | undefined;
  /** The exporter settings of DESIGN section 8 for one sender. */
  environment(options: SenderOptions): Record<string, string>;
  stats(): ScopeStats;
  /** Adds spans that did not come over OTLP, for example span lines on stdout. */
  add(spans: readonly Span[]): void;
  /** Adds one of Spanwright's own spans. */
  addOwn(span: Span): void;
  /** An immutable view of what has arrived so far. */
  trace(): Trace;
  /** Calls back after every change; returns the way to stop listening. */
  onChange(listener: () => void): () => void;
  /** After sealing, whatever arrives is counted as late and not stored. */
  seal(): void;
}
