import { SpanStatusCode, trace } from '@opentelemetry/api';
import { defaultResource, detectResources, envDetector } from '@opentelemetry/resources';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';

/**
 * The ordinary OpenTelemetry set-up of a Node program, shared by the examples. Where spans are sent, by whom and how soon
 * comes from the standard OTEL_* variables: nothing in the examples' programs knows Spanwright.
 *
 * A program that ends by itself awaits `shutdown()` of the returned provider, or its last spans are lost.
 */
export function startTracing(exporter) {
  const provider = new NodeTracerProvider({
    resource: defaultResource().merge(detectResources({ detectors: [envDetector] })),
    spanProcessors: [new BatchSpanProcessor(exporter)],
  });
  provider.register();
  process.once('SIGTERM', () => provider.shutdown().finally(() => process.exit(0)));
  return provider;
}

/** Does `work` inside a span that is a child of the active one; what `work` throws is recorded and passed on. */
export function inSpan(name, options, work) {
  return trace.getTracer('examples').startActiveSpan(name, options, async (span) => {
    try {
      return await work(span);
    } catch (error) {
      span.recordException(error);
      span.setAttribute('error.type', error.name);
      span.setStatus({ code: SpanStatusCode.ERROR, message: error.message });
      throw error;
    } finally {
      span.end();
    }
  });
}
