import { setTimeout as delay } from 'node:timers/promises';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { startTracing } from '../tracing.mjs';
import { serve } from './http.mjs';

startTracing(new OTLPTraceExporter());

serve(process.env.PORT, {
  'POST /charges': async ({ amount }) => {
    await delay(5);
    return { id: 'charge-1', amount };
  },
});
