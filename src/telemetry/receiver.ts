import { realHost } from '../host/index.ts';
import type {
  Receiver,
  ReceiverLimits,
  ReceiverOptions,
  ScopeOptions,
  SenderOptions,
  TelemetryScope,
} from './contract.ts';
import { exporterEnvironment } from './environment.ts';
import { listenGrpc } from './grpc.ts';
import { listenHttp } from './http.ts';
import { Intake } from './intake.ts';
import type { Listener } from './listen.ts';
import { Scope, telemetryScope } from './scope.ts';
import { SpanStore } from './store.ts';

export const defaultLimits: ReceiverLimits = {
  maxBodyBytes: 20 * 1024 * 1024,
  maxGrpcMessageBytes: 4 * 1024 * 1024,
  maxSpansPerScope: 1_000_000,
  maxBytesPerScope: 512 * 1024 * 1024,
  maxOpenRequests: 256,
  maxOpenBytes: 128 * 1024 * 1024,
  requestTimeoutMs: 30_000,
};

/** 128 bits: nobody guesses the address of another scenario. */
const TOKEN_BYTES = 16;

/** Starts listening for HTTP; rejects with the system's error when that fails, for example on a port that is taken. */
export async function createReceiver(options: ReceiverOptions = {}): Promise<Receiver> {
  const { host = realHost(), address = '127.0.0.1', port = 0, grpcPort = 0, openToAll = false } = options;
  const intake = new Intake({ ...defaultLimits, ...options.limits });
  const { maxSpansPerScope, maxBytesPerScope } = intake.limits;
  const http = await listenHttp(intake, { address, port });
  let grpc: Promise<Listener> | undefined;
  let isFirst = true;

  const openScope = async ({ runId, scenarioId, grpc: wantsGrpc }: ScopeOptions): Promise<TelemetryScope> => {
    if (wantsGrpc) grpc ??= listenGrpc(intake, { address, port: grpcPort });
    // Rejects, here and for every later scope that wants gRPC, when its port is taken.
    const grpcUrl = wantsGrpc ? (await grpc)?.url : undefined;
    const store = new SpanStore({ maxSpans: maxSpansPerScope, maxBytes: maxBytesPerScope });
    const scope = new Scope(store, () => host.monotonicMs());
    const giveToken = (sender: string | undefined): string => {
      const token = host.randomHex(TOKEN_BYTES);
      intake.open(token, { scope, sender });
      return token;
    };
    const environment = (sender: SenderOptions): Record<string, string> => {
      const token = giveToken(sender.sender);
      const endpoint = sender.protocol === 'grpc' ? grpcUrl : `${http.url}/${token}`;
      if (endpoint === undefined) throw new Error('a gRPC sender needs a scope that was opened with grpc');
      return exporterEnvironment(sender, { runId, scenarioId, endpoint, token });
    };
    if (openToAll && isFirst) intake.fallback = { scope, sender: undefined };
    isFirst = false;
    return telemetryScope(scope, store, {
      httpUrl: `${http.url}/${giveToken(undefined)}`,
      grpcUrl,
      environment,
    });
  };

  return {
    httpUrl: http.url,
    openScope,
    get unclaimed() {
      return intake.unclaimed;
    },
    close: async () => {
      const listeners = await Promise.allSettled([http, grpc]);
      await Promise.all(
        listeners.map((each) => (each.status === 'fulfilled' ? each.value?.close() : undefined)),
      );
    },
  };
}
