import { SpanStatusCode } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { inSpan, startTracing } from '../tracing.mjs';

// Opens and closes the right spans in the right shape, but nothing happens in them.
const tracing = startTracing(new OTLPTraceExporter());
const ok = { code: SpanStatusCode.OK };

await inSpan('ship orders', {}, async (job) => {
  for (const order of ['A', 'B', 'C']) {
    await inSpan('ship parcel', { attributes: { order } }, async (parcel) => parcel.setStatus(ok));
  }
  job.setStatus(ok);
});

console.log('3 parcels shipped');
await tracing.shutdown();
