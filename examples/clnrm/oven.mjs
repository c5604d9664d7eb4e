import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { inSpan, startTracing } from '../tracing.mjs';

// Says by a span that it is hot, then stays on until it is stopped.
startTracing(new OTLPTraceExporter());

await inSpan('oven.hot', { attributes: { 'oven.degrees': process.env.OVEN_DEGREES } }, () => {});
setInterval(() => {}, 60_000);
