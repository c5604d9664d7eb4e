import { type ExportOutcome, grpcStatusOf, type Refusal } from './outcome.ts';

/**
 * The few protobuf messages this receiver writes: ExportTraceServiceResponse (and its likes for metrics and logs, which
 * have the same fields) and google.rpc.Status. Fields with default values are left out, as protobuf does.
 */

type Accepted = Extract<ExportOutcome, { kind: 'accepted' }>;

/** Empty when all was taken: then there is no partial_success. */
export function responseMessage({ rejected, message }: Accepted): Buffer {
  if (rejected === 0) return Buffer.alloc(0);
  const partial = Buffer.concat([Buffer.of(0x08), varint(rejected), textField(2, message)]);
  return Buffer.concat([Buffer.of(0x0a), varint(partial.length), partial]);
}

export function responseJson({ rejected, message }: Accepted): string {
  if (rejected === 0) return '{}';
  return JSON.stringify({ partialSuccess: { rejectedSpans: String(rejected), errorMessage: message } });
}

export function statusMessage({ kind, message }: Refusal): Buffer {
  return Buffer.concat([Buffer.of(0x08), varint(grpcStatusOf[kind]), textField(2, message)]);
}

export function statusJson({ kind, message }: Refusal): string {
  return JSON.stringify({ code: grpcStatusOf[kind], message });
}

function textField(number: number, text: string): Buffer {
  const bytes = Buffer.from(text, 'utf8');
  return Buffer.concat([Buffer.of((number << 3) | 2), varint(bytes.length), bytes]);
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let left = value;
  for (; left > 0x7f; left = Math.floor(left / 0x80)) bytes.push((left % 0x80) | 0x80);
  bytes.push(left);
  return Buffer.from(bytes);
}
