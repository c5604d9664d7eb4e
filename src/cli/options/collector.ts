import { integer, text } from '../../scenario/index.ts';
import type { CommandEntry } from './command.ts';
import { value } from './entry.ts';

export const collector = {
  summary: 'Receive spans, and print them as trees',
  description: [
    'Runs only the OTLP receiver, on the loopback interface: http/protobuf, http/json and gRPC, gzipped or not. Each trace is printed as a tree when nothing of it has arrived for a moment, and again when more arrives.',
    'Ctrl-C or SIGTERM is its normal end, with exit code 0. It keeps 250,000 spans at most; senders are then told to try again later.',
  ],
  options: {
    port: value(integer({ min: 0, max: 65535, doc: 'Port for OTLP over HTTP; 0 takes a free one' }), {
      placeholder: 'N',
      key: 'collector.port',
      fallback: () => 4318,
      fallbackText: '4318',
    }),
    'grpc-port': value(integer({ min: 0, max: 65535, doc: 'Port for OTLP over gRPC; 0 takes a free one' }), {
      placeholder: 'N',
      key: 'collector.grpc_port',
      fallback: () => 4317,
      fallbackText: '4317',
    }),
    output: value(text({ nonBlank: true, doc: 'At the end, write all spans to this file as OTLP JSON' }), {
      short: 'o',
      variable: 'SPANWRIGHT_COLLECTOR_OUTPUT',
      placeholder: 'FILE',
      suggests: 'file',
    }),
  },
  examples: [
    { line: 'spanwright collector', says: 'On the usual ports, 4318 and 4317' },
    { line: 'spanwright collector --output trace.json', says: 'Kept in a file' },
    { line: 'spanwright collector --port 0 --grpc-port 0', says: 'On free ports, which it prints' },
  ],
} satisfies CommandEntry;
