import type { Host } from '../host/index.ts';
import type { Span, Trace } from '../trace/index.ts';

/** Bounds of one receiver. Defaults follow DESIGN and the OTLP specification. */
export interface ReceiverLimits {
  /** Largest request body, before and after decompression; default 20 MiB. */
  readonly maxBodyBytes: number;
  /** Largest gRPC message, before and after decompression; default 4 MiB. */
  readonly maxGrpcMessageBytes: number;
  /** Spans kept for one scenario; beyond it senders get 503 with Retry-After; default 1,000,000. */
  readonly maxSpansPerScope: number;
  /** Bytes kept for one scenario; default 512 MiB. */
  readonly maxBytesPerScope: number;
  /** Requests being read at once over all scenarios; beyond it senders get 429 with Retry-After; default 256. */
  readonly maxOpenRequests: number;
  /** Bytes of unfinished requests held at once over all scenarios; beyond it senders get 429 too; default 128 MiB. */
  readonly maxOpenBytes: number;
  /** From a request's first byte to its last; a sender that drips is cut off; default 30,000 ms. */
  readonly requestTimeoutMs: number;
}

export interface ReceiverOptions {
  readonly limits?: Partial<ReceiverLimits> | undefined;
  /** Clock and randomness; default the machine's. The clock must be the one {@link ScopeStats.lastActivityMs} is compared with. */
  readonly host?: Pick<Host, 'monotonicMs' | 'randomHex'> | undefined;
  /** Port for HTTP; default any free one. */
  readonly port?: number | undefined;
  /** Port for gRPC; default any free one. */
  readonly grpcPort?: number | undefined;
  /** Address to listen on; default 127.0.0.1. */
  readonly address?: string | undefined;
  /** Requests without a token (`/v1/traces`, gRPC without metadata) go to the first scope opened: for `collector`. */
  readonly openToAll?: boolean | undefined;
}

/** One OTLP receiver per run, on a free loopback port. Each scope (one scenario) has an address of its own. */
export interface Receiver {
  /** `http://127.0.0.1:PORT`, without a scope's path. */
  readonly httpUrl: string;
  /** Opens a scope. `grpc` starts the gRPC server if it is not yet running. */
  openScope(options: ScopeOptions): Promise<TelemetryScope>;
  /** Requests that named no known scope, and so belong to nobody. */
  readonly unclaimed: number;
  /** Ends every connection, also those in the middle of a request. */
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
  /**
   * The name under which its spans are counted and its silence is reported. It is not offered as `service.name`: the
   * Node SDK lets the environment override the name a service gives itself in code, which would change what is tested.
   */
  readonly sender: string;
  /** `grpc` needs a scope opened with {@link ScopeOptions.grpc}. */
  readonly protocol: 'http/protobuf' | 'http/json' | 'grpc';
  /** W3C traceparent of the Spanwright span the sender's spans hang under. */
  readonly traceparent: string;
  /** Added to `OTEL_RESOURCE_ATTRIBUTES`. */
  readonly resource: Readonly<Record<string, string>>;
  /** Of the run; default 1. */
  readonly sampleRatio?: number | undefined;
}

/** One export request that was refused, or spans of it that were. */
export interface ExportProblem {
  /** The sender whose address it came to; undefined when it came to the scope's own. */
  readonly sender: string | undefined;
  readonly message: string;
}

/** Figures about what arrived; all counts start at 0. */
export interface ScopeStats {
  /** Export requests of traces, whatever became of them. */
  readonly requests: number;
  readonly spans: number;
  /**
   * Spans received again with the same trace id and span id; one of them is kept. Of different spans with the same ids it
   * is the one that comes first in the order of `compareSpans`, whichever arrived first.
   */
  readonly duplicates: number;
  /** Spans refused with a partial success, for example with an invalid id. */
  readonly rejected: number;
  /** Spans dropped because a limit was reached; the limit is in `limit`. */
  readonly dropped: number;
  readonly limit: string | undefined;
  /** Spans that arrived after the scope was sealed. */
  readonly late: number;
  /** Requests refused as malformed, too large, or broken off by the sender; the first of them are in `problems`. */
  readonly malformed: number;
  /** Requests answered with "try again": too many at once. */
  readonly throttled: number;
  /** Exports of metrics and logs, which are accepted and ignored. */
  readonly ignored: number;
  /** Requests being received now. */
  readonly open: number;
  /** Stored spans that name a parent which has not been received, our own spans included. */
  readonly missingParents: number;
  /** Monotonic milliseconds of the last activity (request begun, data read or answered); undefined before the first. */
  readonly lastActivityMs: number | undefined;
  /**
   * Spans per sender: by the `spanwright.sender` resource attribute where the sender passes it on, else by the address
   * they came to, which each sender has to itself.
   */
  readonly bySender: ReadonlyMap<string, number>;
  /** The first {@link MAX_EXPORT_PROBLEMS} of them. */
  readonly problems: readonly ExportProblem[];
}

export const MAX_EXPORT_PROBLEMS = 10;

export interface TelemetryScope {
  /** Endpoint for `OTEL_EXPORTER_OTLP_ENDPOINT` over HTTP, with the scope's own path token. */
  readonly httpUrl: string;
  readonly grpcUrl: string | undefined;
  /** The exporter settings of DESIGN section 8 for one sender, with an address of its own. */
  environment(options: SenderOptions): Record<string, string>;
  stats(): ScopeStats;
  /** Adds spans that did not come over OTLP, for example span lines on stdout; `sender` is who they are counted for. */
  add(spans: readonly Span[], sender?: string): void;
  /** Adds one of Spanwright's own spans. */
  addOwn(span: Span): void;
  /** An immutable view of what has arrived so far; the same object until something more arrives. */
  trace(): Trace;
  /** Calls back, synchronously, after every change of what is stored or under way; returns the way to stop listening. */
  onChange(listener: () => void): () => void;
  /** After sealing, whatever arrives is counted as late and not stored. */
  seal(): void;
}
