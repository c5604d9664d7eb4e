import { entries } from './entry.ts';

/** SW8xxx. */
export const expectation = entries({
  SW8001: {
    title: 'Expectation failed',
    severity: 'error',
    text: 'The expectation was judged, and what the trace or the output of a step shows is something else. The rule names the part that failed, such as `expect.span[checkout].attrs.all`; beside it stand what was expected, what was found, the spans that prove it and, for a span expectation, the span that came nearest. If the program is wrong, mend it; if the trace is right, the proposed edit is the smallest change of the file that would accept it.',
    bad: '[[expect.span]]\nname = "GET /orders"\nattrs.all."http.response.status_code" = 201',
    good: '[[expect.span]]\nname = "GET /orders"\nattrs.all."http.response.status_code" = 200',
  },
  SW8002: {
    title: 'No spans collected',
    severity: 'error',
    text: 'The file claims something about spans, and the tested system sent none. Then every such claim fails, also those that an empty trace would satisfy by itself (`status.all`, `acyclic`, an upper bound): silence proves nothing, and printing success without doing anything looks exactly like it. Usual reasons: the program was never started, it is not instrumented, its exporter ignores OTEL_EXPORTER_OTLP_ENDPOINT, it samples spans away, or it is killed before its exporter flushes.',
  },
  SW8003: {
    title: 'Expectation undecided',
    severity: 'warning',
    text: 'The expectation could not be judged. Either telemetry is incomplete and the spans that are missing could change the outcome (the message names the reason: a limit, a deadline, a silent service), or the part of the output it depends on was not kept, or its pattern or path cannot be read. What more spans could not change is still judged: a span that arrived exists, a forbidden attribute that arrived is a violation. Undecided is never green; the exit code is 3.',
  },
  SW8004: {
    title: 'Expectation not applicable',
    severity: 'info',
    text: 'The expectation was not judged, because it does not apply: no span that its `when` names arrived, or it asks for nothing, like `acyclic = false`, an empty list, or a bound without numbers. It proves nothing. A scenario in which no expectation applies is undecided.',
    bad: '[expect.graph]\nacyclic = false',
    good: '[expect.graph]\nacyclic = true',
  },
  SW8005: {
    title: 'Nothing was judged',
    severity: 'warning',
    text: 'The scenario ran to its end, but not one claim was judged: it has none, or none applied. It is undecided rather than passed. Write at least one expectation that can fail.',
  },
});
