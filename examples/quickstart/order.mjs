import { context, propagation } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { startTracing } from '../tracing.mjs';
import { post } from './http.mjs';

// Orders two books and prints what the API answered.
const tracing = startTracing(new OTLPTraceExporter());

// A command-line program is handed its parent span in TRACEPARENT, as a server is in the header of that name.
const caller = propagation.extract(context.active(), { traceparent: process.env.TRACEPARENT });
const order = { items: [{ sku: 'book', price: 1250, quantity: 2 }] };
const answer = await context.with(caller, () => post(`${process.env.API_URL}/orders`, order));

console.log(JSON.stringify(answer));
await tracing.shutdown();
