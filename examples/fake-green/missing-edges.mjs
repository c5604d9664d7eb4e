import { ROOT_CONTEXT, SpanStatusCode, trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { startTracing } from '../tracing.mjs';

// Makes up every span that is asked for, but none belongs to the other: no job ever shipped these parcels.
const tracing = startTracing(new OTLPTraceExporter());
const tracer = trace.getTracer('shipping');

for (const name of ['ship orders', 'ship parcel', 'ship parcel', 'ship parcel']) {
  const span = tracer.startSpan(name, {}, ROOT_CONTEXT);
  span.addEvent('label.printed').addEvent('parcel.handed_over').setStatus({ code: SpanStatusCode.OK }).end();
}

console.log('3 parcels shipped');
await tracing.shutdown();
