import { resolve } from 'node:path';
import { type Diagnostic, diagnostic, EXIT, type Place } from '../../diagnostic/index.ts';
import { systemReason } from '../../host/index.ts';
import { createReceiver, type Receiver, type TelemetryScope } from '../../telemetry/index.ts';
import { type Span, toOtlpJson } from '../../trace/index.ts';
import { showTraces } from '../collector/show.ts';
import type { Setting } from '../config/settings.ts';
import type { Command, CommandContext } from '../context.ts';
import type { commands } from '../options/table.ts';
import { catchInterrupts } from '../run/interrupt.ts';

type CollectorContext = CommandContext<typeof commands.collector.options>;

/** As OTLP JSON so many spans still fit into one string. */
const MAX_SPANS = 250_000;

/** `spanwright collector`: the receiver alone, until it is asked to stop. */
export const collector: Command<typeof commands.collector.options> = async (context) => {
  const { terminal, complain } = context;
  const asked = Promise.withResolvers<void>();
  catchInterrupts(
    () => asked.resolve(),
    () => process.exit(EXIT.interrupted),
  );
  const listening = await listen(context);
  if ('code' in listening) {
    complain([listening]);
    return EXIT.invalid;
  }
  const { receiver, scope } = listening;
  const http = `${receiver.httpUrl} (http/protobuf, http/json)`;
  terminal.out.write(`listening on ${http} and ${scope.grpcUrl} (grpc)\n`);
  const showRest = showTraces(scope, terminal.out.write);
  await asked.promise;
  scope.seal();
  showRest();
  await receiver.close();
  terminal.out.write(summary(scope));
  const unwritten = writeOutput(scope.trace().spans, context);
  if (unwritten) complain([unwritten]);
  return unwritten ? EXIT.undecided : EXIT.passed;
};

interface Listening {
  readonly receiver: Receiver;
  readonly scope: TelemetryScope;
}

async function listen({ settings, host }: CollectorContext): Promise<Listening | Diagnostic> {
  const { port, 'grpc-port': grpcPort } = settings;
  const options = { host, port: port.value, grpcPort: grpcPort.value, openToAll: true };
  let receiver: Receiver | undefined;
  try {
    receiver = await createReceiver({ ...options, limits: { maxSpansPerScope: MAX_SPANS } });
    const scope = await receiver.openScope({ runId: 'collector', scenarioId: 'collector', grpc: true });
    return { receiver, scope };
  } catch (error) {
    // HTTP comes first: with a receiver at hand it was gRPC that could not listen.
    return cannotListen(receiver ? grpcPort : port, receiver ? 'grpc-port' : 'port', error);
  }
}

function cannotListen(port: Setting<number>, option: string, error: unknown): Diagnostic {
  return diagnostic({
    code: 'SW0017',
    message: `the receiver cannot listen on port ${port.value}: ${systemReason(error)}`,
    place: port.origin.places[0],
    hint: `choose another with --${option}, or 0 for any free one`,
  });
}

function summary(scope: TelemetryScope): string {
  const { spans, rejected, dropped, malformed } = scope.stats();
  const traces = new Set(scope.trace().spans.map((span) => span.traceId)).size;
  const troubles = [
    ...(rejected > 0 ? [`${rejected} rejected as invalid`] : []),
    ...(dropped > 0 ? [`${dropped} dropped at the limit`] : []),
    ...(malformed > 0 ? [`${malformed} malformed requests`] : []),
  ];
  return `\n${[`spans: ${spans}, traces: ${traces}`, ...troubles].join(', ')}\n`;
}

function writeOutput(spans: readonly Span[], { settings, host }: CollectorContext): Diagnostic | undefined {
  const { value, origin } = settings.output;
  if (value === undefined) return undefined;
  try {
    host.files.write(resolve(host.cwd, value), `${JSON.stringify(toOtlpJson(spans))}\n`);
    return undefined;
  } catch (error) {
    return cannotWrite(value, systemReason(error), origin.places[0]);
  }
}

function cannotWrite(file: string, reason: string, place: Place | undefined): Diagnostic {
  return diagnostic({
    code: 'SW0016',
    message: `the spans cannot be written to ${file}: ${reason}`,
    place,
    hint: 'name another file',
  });
}
