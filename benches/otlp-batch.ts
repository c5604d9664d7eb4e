import { create, toBinary } from '@bufbuild/protobuf';
import { ExportTraceServiceRequestSchema } from '../test/fixtures/otlp/generated/opentelemetry/proto/collector/trace/v1/trace_service_pb.js';

// The batch of spans that benchmarks of receiving send or decode: one trace, 8 attributes to a span.

/** Spans of a batch. */
export const SPANS = 512;

const text = (key: string, value: string) => ({
  key,
  value: { value: { case: 'stringValue' as const, value } },
});
const int = (key: string, value: bigint) => ({ key, value: { value: { case: 'intValue' as const, value } } });

/** What ids are filled up with, where each batch has a number of its own. */
const FILLER = 0xa5;

/** Begins with the number of the span and goes on with {@link FILLER}. */
const idOf = (length: number, number: number): Uint8Array => {
  const id = Buffer.alloc(length, FILLER);
  id.writeUInt32BE(number + 1, 0);
  return new Uint8Array(id);
};

/** An ExportTraceServiceRequest. */
export const template: Buffer = Buffer.from(
  toBinary(
    ExportTraceServiceRequestSchema,
    create(ExportTraceServiceRequestSchema, {
      resourceSpans: [
        {
          resource: { attributes: [text('service.name', 'load'), text('telemetry.sdk.language', 'nodejs')] },
          scopeSpans: [
            {
              scope: { name: '@opentelemetry/instrumentation-http', version: '0.200.0' },
              spans: Array.from({ length: SPANS }, (_, number) => ({
                traceId: idOf(16, 0xfffffffe),
                spanId: idOf(8, number),
                parentSpanId: number === 0 ? new Uint8Array(0) : idOf(8, 0),
                name: `GET /items/${number % 20}`,
                kind: 2,
                startTimeUnixNano: 1_750_000_000_000_000_000n + BigInt(number),
                endTimeUnixNano: 1_750_000_000_001_000_000n + BigInt(number),
                attributes: [
                  text('http.request.method', 'GET'),
                  text('url.scheme', 'http'),
                  text('url.path', `/items/${number}`),
                  text('http.route', '/items/:id'),
                  text('server.address', '127.0.0.1'),
                  text('user_agent.original', 'load/1.0'),
                  int('server.port', 8080n),
                  int('http.response.status_code', 200n),
                ],
              })),
            },
          ],
        },
      ],
    }),
  ),
);

const places: number[] = [];
for (
  let at = template.indexOf(Buffer.alloc(4, FILLER));
  at !== -1;
  at = template.indexOf(Buffer.alloc(4, FILLER), at + 4)
) {
  places.push(at);
}

/** The batch of this number, behind so many bytes of something else: no two share an id. */
export function numbered(number: number, prefix = 0): Buffer {
  const body = Buffer.alloc(prefix + template.length);
  template.copy(body, prefix);
  for (const at of places) body.writeUInt32BE(number + 1, prefix + at);
  return body;
}
