import { setTimeout as delay } from 'node:timers/promises';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { inSpan, startTracing } from '../tracing.mjs';

// Bakes one loaf: a span with two children, one after the other.
const tracing = startTracing(new OTLPTraceExporter());

await inSpan('bake bread', { attributes: { 'bread.kind': 'rye' } }, async () => {
  await inSpan('knead', {}, () => delay(2));
  await inSpan('heat', {}, () => delay(2));
});

console.log('baked');
await tracing.shutdown();
