import { trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { startTracing } from '../tracing.mjs';

// Sets OpenTelemetry up to the last detail, and never starts a span.
const tracing = startTracing(new OTLPTraceExporter());
trace.getTracer('shipping');

console.log('3 parcels shipped');
await tracing.shutdown();
