// A small service that says what it does in OpenTelemetry spans. It is written without packages so that it runs
// anywhere; in a service of your own, an OpenTelemetry SDK does all of this and reads the same variables.
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';

const INTERNAL = 1;
const SERVER = 2;

createServer(async (request, response) => {
  const traceparent = /^00-([0-9a-f]{32})-([0-9a-f]{16})-/.exec(request.headers.traceparent ?? '');
  const serve = startSpan('GET /greet', SERVER, {
    traceId: traceparent?.[1] ?? randomBytes(16).toString('hex'),
    spanId: traceparent?.[2],
  });
  const compose = startSpan('compose greeting', INTERNAL, serve);
  const name = decodeURIComponent(request.url.slice('/greet/'.length));
  endSpan(compose, { 'greeting.name': name });
  endSpan(serve, { 'http.request.method': 'GET', 'http.response.status_code': 200 });
  await exportSpans([serve, compose]);
  response.end(`Hello, ${name}\n`);
}).listen(Number(process.env.SPANWRIGHT_PORT_GREETER_HTTP), '127.0.0.1');

function startSpan(name, kind, parent) {
  return {
    traceId: parent.traceId,
    spanId: randomBytes(8).toString('hex'),
    parentSpanId: parent.spanId,
    name,
    kind,
    startTimeUnixNano: `${Date.now()}000000`,
  };
}

function endSpan(span, attributes) {
  span.endTimeUnixNano = `${Date.now()}000000`;
  span.attributes = Object.entries(attributes).map(([key, value]) => ({
    key,
    value: typeof value === 'number' ? { intValue: String(value) } : { stringValue: value },
  }));
}

/** OTLP/HTTP with JSON, to the receiver whose address Spanwright put into the environment. */
async function exportSpans(spans) {
  const resource = { attributes: [{ key: 'service.name', value: { stringValue: 'greeter' } }] };
  await fetch(`${process.env.OTEL_EXPORTER_OTLP_ENDPOINT}/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ resourceSpans: [{ resource, scopeSpans: [{ spans }] }] }),
  });
}
