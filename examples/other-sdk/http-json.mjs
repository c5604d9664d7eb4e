import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { startGreeter } from './greeter.mjs';

startGreeter(new OTLPTraceExporter());
