import { SpanStatusCode } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { inSpan, startTracing } from '../tracing.mjs';

// Ships the first parcel, leaves the other two, and reports three.
const tracing = startTracing(new OTLPTraceExporter());
const ok = { code: SpanStatusCode.OK };

await inSpan('ship orders', {}, async (job) => {
  await inSpan('ship parcel', { attributes: { order: 'A' } }, async (parcel) => {
    parcel.addEvent('label.printed').addEvent('parcel.handed_over').setStatus(ok);
  });
  job.setStatus(ok);
});

console.log('3 parcels shipped');
await tracing.shutdown();
