import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import { context, propagation, SpanKind } from '@opentelemetry/api';
import { inSpan } from '../tracing.mjs';

/**
 * Serves `routes`, such as `{ 'POST /orders': async (body) => answer }`, on the loopback port; every request becomes a
 * server span below the caller's span. The health check is not traced: how often it is asked varies from run to run.
 */
export function serve(port, routes) {
  createServer(async (request, response) => {
    if (request.url === '/health') return response.end('ok');
    const { status, body } = await answer(request, routes);
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  }).listen(port, '127.0.0.1');
}

async function answer(request, routes) {
  const route = `${request.method} ${request.url}`;
  const handle = routes[route];
  if (!handle) return { status: 404, body: { error: `nothing at ${route}` } };
  const attributes = {
    'http.request.method': request.method,
    'http.route': request.url,
    'url.path': request.url,
    'url.scheme': 'http',
  };
  const caller = propagation.extract(context.active(), request.headers);
  try {
    const body = await context.with(caller, () =>
      inSpan(route, { kind: SpanKind.SERVER, attributes }, async (span) => {
        const result = await handle(await json(request));
        span.setAttribute('http.response.status_code', 201);
        return result;
      }),
    );
    return { status: 201, body };
  } catch (error) {
    return { status: 500, body: { error: error.message } };
  }
}

/** Posts JSON inside a client span that travels along as `traceparent`; returns status and answer. */
export function post(url, body) {
  const { hostname, port } = new URL(url);
  const attributes = {
    'http.request.method': 'POST',
    'url.full': url,
    'server.address': hostname,
    'server.port': Number(port),
  };
  return inSpan('POST', { kind: SpanKind.CLIENT, attributes }, async (span) => {
    const headers = { 'content-type': 'application/json' };
    propagation.inject(context.active(), headers);
    const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
    span.setAttribute('http.response.status_code', response.status);
    return { status: response.status, body: await response.json() };
  });
}
