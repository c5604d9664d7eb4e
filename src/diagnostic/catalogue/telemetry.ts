import { entries } from './entry.ts';

/** SW7xxx. */
export const telemetry = entries({
  SW7001: {
    title: 'Service sent no spans',
    severity: 'warning',
    text: 'The service was told where to export (OTEL_EXPORTER_OTLP_ENDPOINT and its companions) and never sent a span. Either its SDK is not started, or it is configured in code with an exporter or endpoint of its own, which wins over the environment; or it exports by gRPC while the scenario injects HTTP (`protocol = "grpc"` in `[otel]`); or it buffers for longer than it lives and does not flush on SIGTERM. `spanwright collector` shows what a program exports when it is started by hand. A service that is not instrumented says so with `telemetry = false`.',
    bad: '[service.db]\ncommand = ["postgres", "-D", "data"]',
    good: '[service.db]\ncommand = ["postgres", "-D", "data"]\ntelemetry = false',
  },
  SW7002: {
    title: 'Nothing was received',
    severity: 'error',
    text: 'The scenario claims something about spans, and not one span arrived from any service or step. A verdict about an empty trace proves nothing, so this fails before every other rule. The usual reasons are those of SW7001; a step that is not instrumented itself sends none either.',
  },
  SW7003: {
    title: 'Limit of received spans reached',
    severity: 'error',
    text: 'The scenario sent more spans than are kept for one scenario: 1,000,000, or 512 MiB. What came after was refused (503 with Retry-After over HTTP, RESOURCE_EXHAUSTED over gRPC) and is missing from the trace, so what it fails to show is undecided rather than false. Export less: sample, shorten the scenario, or split it.',
  },
  SW7004: {
    title: 'Spans arrived late',
    severity: 'warning',
    text: 'Spans arrived for a scenario that had already been judged. They were counted and not looked at. A sender outlived the scenario or held its spans back for longer than the scenario waits: flush on SIGTERM, or let the scenario wait longer with `settle`.',
  },
  SW7005: {
    title: 'Export refused',
    severity: 'warning',
    text: 'A sender made an export request that could not be taken: damaged or not OTLP, larger than the limits (20 MiB over HTTP, 4 MiB over gRPC), with an unknown content type or compression, sent to a wrong path below the endpoint, or broken off in the middle. Its spans are missing from the trace. The message quotes the first reason, and the sender was told the same in the response.',
  },
  SW7006: {
    title: 'Spans rejected',
    severity: 'warning',
    text: 'An export request held spans that OTLP calls invalid: a trace id that is not 16 bytes, a span id or parent id that is not 8, or ids of zeros. They were left out, and the sender was told so by a partial success. Exporters written by hand are the usual source; ids are hexadecimal in OTLP/JSON, never base64.',
    bad: '{"traceId": "W47/95gDgQPSaYNgOhYCMw==", "spanId": "7uHWI0xoSVQ="}',
    good: '{"traceId": "5b8efff798038103d269b633813fc60c", "spanId": "eee19b7ec3c1b174"}',
  },
  SW7007: {
    title: 'Telemetry still arriving at the deadline',
    severity: 'warning',
    text: 'The time a scenario waits for its trace ran out while an export request was still being received or spans kept arriving, so the trace may be incomplete, and what it fails to show is undecided rather than false. Let the scenario wait longer with `settle`, or find out why the sender does not come to rest: a load generator that was left running, or an exporter stuck behind a slow connection.',
  },
  SW7008: {
    title: 'Parent spans missing',
    severity: 'warning',
    text: 'Some spans name a parent that nobody sent. Either the parent never ended (a span is exported when it ends), it was not sampled, or it belongs to a program that does not export here. Expectations about edges to such a parent cannot hold.',
  },
  SW7009: {
    title: 'Exports put off',
    severity: 'warning',
    text: 'More export requests were under way at once than are read at once (256, or 128 MiB of unfinished requests, over all scenarios), so senders were told to try again a little later (429 with Retry-After over HTTP, UNAVAILABLE over gRPC). Senders that follow the OTLP specification do; others lose those spans. Run fewer scenarios at once, or let services export larger batches less often.',
  },
});
