import { SpanKind } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { inSpan, startTracing } from '../tracing.mjs';

// An instrumented client of the warehouse.
const tracing = startTracing(new OTLPTraceExporter());

const url = `${process.env.WAREHOUSE_URL}/parcels`;
const attributes = { 'http.request.method': 'GET', 'url.full': url };
const text = await inSpan('GET', { kind: SpanKind.CLIENT, attributes }, async (span) => {
  const response = await fetch(url);
  span.setAttribute('http.response.status_code', response.status);
  return response.text();
});

console.log(text);
await tracing.shutdown();
