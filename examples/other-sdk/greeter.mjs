import { createServer } from 'node:http';
import { context, propagation, SpanKind } from '@opentelemetry/api';
import { inSpan, startTracing } from '../tracing.mjs';

/** A service that greets; what it exports its spans with is up to the program. */
export function startGreeter(exporter) {
  startTracing(exporter);
  createServer(async (request, response) => {
    if (request.url === '/health') return response.end('ok');
    const caller = propagation.extract(context.active(), request.headers);
    const attributes = { 'http.request.method': 'GET', 'http.route': '/greeting', 'url.path': request.url };
    await context.with(caller, () =>
      inSpan('GET /greeting', { kind: SpanKind.SERVER, attributes }, async (span) => {
        span.addEvent('greeted').setAttribute('http.response.status_code', 200);
      }),
    );
    response.end('hello');
  }).listen(process.env.PORT, '127.0.0.1');
}
