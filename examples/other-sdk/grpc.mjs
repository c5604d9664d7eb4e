import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-grpc';
import { startGreeter } from './greeter.mjs';

startGreeter(new OTLPTraceExporter());
