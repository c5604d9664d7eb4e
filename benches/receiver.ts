/**
 * How much the receiver takes: spans stored and indexed a second over HTTP and gRPC, and the memory a span costs beyond
 * the bytes it was sent in. The sender is a process of its own (receiver-load.ts: batches of 512 spans, 8 attributes
 * each). What counts is the processor time of this process, which is what one core would do; the elapsed time is lower
 * on a machine where sender and receiver share cores. The floor, measured in the same run, is a server that reads the
 * same requests and keeps nothing. The first round of each warms up the compiler, and counts for memory only, which is that
 * of spans nobody has asked for yet. Goals on a quiet machine: 400,000 spans/s HTTP, 200,000 gRPC, 350 B a span.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createReceiver } from '../src/telemetry/index.ts';
import { printFigures } from './figures.ts';
import { collectGarbage } from './garbage.ts';
import { load } from './load.ts';

const ROUNDS = 5;
const BATCHES = 400;
const SPANS = BATCHES * 512;

/** Heap and buffers in use, after everything that can be freed was. */
function bytesInUse(): number {
  collectGarbage();
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

async function measure(protocol: 'http' | 'grpc'): Promise<{ cpu: number; wall: number; bytes: number }> {
  const receiver = await createReceiver();
  const scope = await receiver.openScope({ runId: 'bench', scenarioId: 'bench', grpc: protocol === 'grpc' });
  const otlp = protocol === 'grpc' ? 'grpc' : 'http/protobuf';
  const environment = scope.environment({ sender: 'load', protocol: otlp, traceparent: '', resource: {} });
  const token = environment.OTEL_EXPORTER_OTLP_HEADERS?.split('=')[1] ?? '';
  const before = bytesInUse();
  const cpuBefore = process.cpuUsage();
  let [first, last] = [0, 0];
  scope.onChange(() => {
    last = performance.now();
    first ||= last;
  });
  const batchBytes = await load([
    protocol,
    environment.OTEL_EXPORTER_OTLP_ENDPOINT ?? '',
    token,
    String(BATCHES),
  ]);
  const { user, system } = process.cpuUsage(cpuBefore);
  const bytes = bytesInUse() - before;
  const { spans, missingParents } = scope.stats();
  if (spans !== SPANS || missingParents !== 0)
    throw new Error(`${spans} of ${SPANS} spans, ${missingParents} orphans`);
  await receiver.close();
  return {
    cpu: SPANS / ((user + system) / 1e6) / 1000,
    wall: SPANS / ((last - first) / 1000) / 1000,
    bytes: (bytes - BATCHES * batchBytes) / SPANS,
  };
}

/** Thousand spans in a second of processor time that a server takes which only reads. */
async function floor(): Promise<number> {
  const server = createServer((request, response) => {
    request.on('data', () => undefined).on('end', () => response.end());
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  // A server that listens on TCP has an AddressInfo.
  const { port } = server.address() as AddressInfo;
  const cpuBefore = process.cpuUsage();
  await load(['http', `http://127.0.0.1:${port}`, '', String(BATCHES)]);
  const { user, system } = process.cpuUsage(cpuBefore);
  server.close();
  return SPANS / ((user + system) / 1e6) / 1000;
}

const unit = 'thousand spans/s';
const floors: number[] = [];
for (let round = 0; round <= ROUNDS; round += 1) floors.push(await floor());
printFigures('floor: http that only reads, in a second of processor time', floors.slice(1), { unit });

for (const [protocol, goal] of [
  ['http', 400],
  ['grpc', 200],
] as const) {
  const rounds: Awaited<ReturnType<typeof measure>>[] = [];
  for (let round = 0; round <= ROUNDS; round += 1) rounds.push(await measure(protocol));
  const [first, ...counted] = rounds;
  printFigures(
    `${protocol}, in a second of processor time`,
    counted.map((each) => each.cpu),
    { unit, goal },
  );
  printFigures(
    `${protocol}, in a second on the clock`,
    counted.map((each) => each.wall),
    { unit },
  );
  // Only the first round begins with an empty heap; the store is the same for both protocols.
  if (protocol === 'http' && first)
    printFigures('memory beyond the wire', [first.bytes], { unit: 'B/span', goal: 350 });
}
