import type { Code, Diagnostic, Fix, Place, Related, Severity } from '../diagnostic/index.ts';
import type { FindingOutcome, NearestSpan, Verdict } from '../expect/index.ts';
import type { ScenarioId } from '../plan/index.ts';
import type { SpanRef } from '../trace/index.ts';
import type {
  EndRecord,
  Interruption,
  OutputRecord,
  PlacedFinding,
  RunEvent,
  RunRecord,
  ScenarioRecord,
  ScenarioRef,
  ServiceRecord,
  SettleRecord,
  StepRecord,
  TelemetryRecord,
} from './event.ts';
import {
  boolean,
  constant,
  key,
  list,
  matching,
  number,
  object,
  optional,
  type Shape,
  tagged,
  text,
  word,
} from './shape.ts';

// The shapes of event.ts in JSON, in its order. The compiler holds the two together: a field that is missing here, or
// has another type, does not compile.

// The only brand that is read back from a file; whoever uses it compares it with ids of the same file.
const scenarioId = text as Shape<string> as Shape<ScenarioId>;

const place = object<Place>({ file: text, line: number, column: number, length: number });
const related = object<Related>({ message: text, place });
const fix = object<Fix>({ title: text, place, text });
const severity = word<Severity>({ error: true, warning: true, info: true });

const diagnostic = object<Diagnostic>({
  // Codes are permanent, so one this version does not know yet is kept as it is.
  code: matching<Code>('a diagnostic code', /^SW\d{4}$/),
  severity,
  message: text,
  place: optional(place),
  expected: optional(text),
  hint: optional(text),
  related: optional(list(related)),
  fix: optional(fix),
});

const spanRef = object<SpanRef>({ traceId: text, spanId: text, name: text });
const nearest = object<NearestSpan>({ span: spanRef, differences: list(text) });

const finding = object<PlacedFinding>({
  rule: text,
  outcome: word<FindingOutcome>({ passed: true, failed: true, undecided: true, notApplicable: true }),
  path: list(key),
  message: text,
  expected: text,
  actual: text,
  proof: list(spanRef),
  proofCount: number,
  nearest: optional(nearest),
  edit: optional(text),
  cheat: optional(text),
  noSpans: optional(constant(true)),
  place,
});

const end = tagged<'kind', EndRecord>('kind', {
  exited: object({ kind: word({ exited: true }), code: number }),
  signalled: object({ kind: word({ signalled: true }), signal: text }),
  timedOut: object({ kind: word({ timedOut: true }), afterMs: number }),
  cancelled: object({ kind: word({ cancelled: true }) }),
  notStarted: object({ kind: word({ notStarted: true }), message: text }),
});

const output = object<OutputRecord>({ text, bytes: number, omittedBytes: number });

const settle = object<SettleRecord>({
  reason: word<SettleRecord['reason']>({
    evidence: true,
    quiet: true,
    deadline: true,
    limit: true,
    cancelled: true,
    notNeeded: true,
  }),
  waitedMs: number,
  evidence: list(text),
});

const telemetry = object<TelemetryRecord>({
  spans: number,
  duplicates: number,
  rejected: number,
  dropped: number,
  late: number,
  malformed: number,
  limit: optional(text),
  silent: list(text),
});

const step = object<StepRecord>({
  name: text,
  argv: list(text),
  end,
  durationMs: number,
  stdout: output,
  stderr: output,
  leaked: boolean,
});

const service = object<ServiceRecord>({
  id: text,
  readyAfterMs: optional(number),
  end: optional(end),
  killed: boolean,
  spans: number,
  stdout: output,
  stderr: output,
});

const scenarioRef = object<ScenarioRef>({ id: scenarioId, name: text, file: text, place });

const scenario = object<ScenarioRecord>({
  id: scenarioId,
  name: text,
  file: text,
  place,
  verdict: word<Verdict>({ passed: true, failed: true, undecided: true, error: true }),
  skipped: optional(text),
  flaky: boolean,
  attempts: number,
  durationMs: number,
  findings: list(finding),
  diagnostics: list(diagnostic),
  settle: optional(settle),
  telemetry: optional(telemetry),
  traceDigest: optional(text),
  steps: list(step),
  services: list(service),
});

const interruption = word<Interruption>({ SIGINT: true, SIGTERM: true, SIGHUP: true });

export const runRecord = object<RunRecord>({
  format: constant(1),
  runId: text,
  tool: text,
  startedAt: text,
  durationMs: number,
  jobs: number,
  isolation: text,
  interrupted: optional(interruption),
  scenarios: list(scenario),
});

export const runEvent = tagged<'type', RunEvent>('type', {
  runStarted: object({
    type: word({ runStarted: true }),
    runId: text,
    tool: text,
    startedAt: text,
    scenarios: list(scenarioRef),
    jobs: number,
    isolation: text,
  }),
  scenarioStarted: object({
    type: word({ scenarioStarted: true }),
    id: scenarioId,
    attempt: number,
    atMs: number,
  }),
  serviceReady: object({
    type: word({ serviceReady: true }),
    id: scenarioId,
    service: text,
    durationMs: number,
    atMs: number,
  }),
  stepStarted: object({ type: word({ stepStarted: true }), id: scenarioId, step: text, atMs: number }),
  stepFinished: object({ type: word({ stepFinished: true }), id: scenarioId, step, atMs: number }),
  settled: object({ type: word({ settled: true }), id: scenarioId, settle, atMs: number }),
  scenarioFinished: object({
    type: word({ scenarioFinished: true }),
    record: scenario,
    willRetry: boolean,
    atMs: number,
  }),
  interrupted: object({ type: word({ interrupted: true }), signal: interruption, atMs: number }),
  runFinished: object({ type: word({ runFinished: true }), durationMs: number }),
});
