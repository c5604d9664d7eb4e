/**
 * What the notes in docs/decisions weigh against each other: decoders of a batch of 512 spans (8 attributes each), in
 * processor time and as multiples of the one that leaves attributes for later; and how long a process takes that loads this
 * or that, as multiples of `node -e 0` in turns with it.
 */
import { fromBinary } from '@bufbuild/protobuf';
import { checkRequest } from '../src/telemetry/wire/check.ts';
import { visitSpans, wireResource, wireScope } from '../src/telemetry/wire/request.ts';

import { WireSpan } from '../src/telemetry/wire/wire-span.ts';
import { ExportTraceServiceRequestSchema } from '../test/fixtures/otlp/generated/opentelemetry/proto/collector/trace/v1/trace_service_pb.js';
import { median, printEnvironment, printRatio } from './figures.ts';
import { template } from './otlp-batch.ts';
import { type Call, timeCalls } from './processes.ts';

const ROUNDS = 15;
const BATCHES = 20;

const interner = { resource: wireResource, scope: wireScope };

function byHand(use: (span: WireSpan) => unknown): void {
  const checked = checkRequest(template);
  if (!checked.ok) throw new Error(checked.message);
  visitSpans({ bytes: template, at: 0, places: checked.places }, interner, ({ at, end }, source) => {
    use(new WireSpan(source, at, end));
  });
}

const decoders: Readonly<Record<string, () => void>> = {
  'by hand, attributes when asked for': () => byHand((span) => span),
  'by hand, everything': () => byHand((span) => [span.name, span.attributes, span.events, span.links]),
  'protobuf-es': () => fromBinary(ExportTraceServiceRequestSchema, template),
};

/** Milliseconds of processor time for {@link BATCHES} batches. */
function processorTime(decode: () => void): number {
  const before = process.cpuUsage();
  for (let batch = 0; batch < BATCHES; batch += 1) decode();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

function compareDecoders(): void {
  const times = new Map(Object.keys(decoders).map((name) => [name, [] as number[]]));
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const [name, decode] of Object.entries(decoders)) {
      const time = processorTime(decode);
      if (round > 0) times.get(name)?.push(time);
    }
  }
  const [floor] = [...times.values()].map(median);
  for (const [name, samples] of times) {
    printRatio({ what: `decoding, ${name}`, value: median(samples), of: floor ?? Number.NaN }, 'ms');
  }
}

function compareStarts(): void {
  const load = (what: string): Call => ({
    name: `start that loads ${what}`,
    command: ['node', '--input-type=module', '--eval', `import ${JSON.stringify(what)}`],
  });
  const builtin = (module: string): Call => ({
    name: `start that gets ${module} as a builtin module`,
    command: ['node', '--input-type=module', '--eval', `process.getBuiltinModule('${module}')`],
  });
  const calls: Call[] = [
    { name: 'floor: node -e 0', command: ['node', '-e', '0'] },
    { name: 'start of an ES module', command: ['node', '--input-type=module', '--eval', '0'] },
    load('node:util'),
    load('yargs'),
    load('node:http'),
    builtin('node:http'),
    load('node:http2'),
    load('@grpc/grpc-js'),
    { name: 'start of perl', command: ['perl', '-e', '0'] },
  ];
  const times = timeCalls(calls, ROUNDS);
  const floor = median(times.get('floor: node -e 0') ?? []);
  for (const [what, samples] of times) printRatio({ what, value: median(samples), of: floor }, 'ms');
}

printEnvironment();
compareDecoders();
compareStarts();
