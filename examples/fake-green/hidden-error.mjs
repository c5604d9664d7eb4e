import { SpanStatusCode } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { inSpan, startTracing } from '../tracing.mjs';

// The third parcel comes back; the exception is swallowed and success reported.
const tracing = startTracing(new OTLPTraceExporter());
const ok = { code: SpanStatusCode.OK };

await inSpan('ship orders', {}, async (job) => {
  for (const order of ['A', 'B', 'C']) {
    await inSpan('ship parcel', { attributes: { order } }, async (parcel) => {
      parcel.addEvent('label.printed');
      if (order === 'C') throw new Error('the address does not exist');
      parcel.addEvent('parcel.handed_over').setStatus(ok);
    }).catch(() => {});
  }
  job.setStatus(ok);
});

console.log('3 parcels shipped');
await tracing.shutdown();
