import type { Code, Diagnostic, Fix, Place, Related, Severity } from '../diagnostic/index.ts';
import type { MemberChange, TraceFinding, TraceFindingKind } from '../diff/index.ts';
import type { FindingOutcome, NearestSpan, Verdict } from '../expect/index.ts';
import type { Resources, ScenarioId } from '../plan/index.ts';
import type { SpanRef } from '../trace/index.ts';
import type {
  BoundsRecord,
  CertificateRecord,
  EndRecord,
  FlakeRecord,
  Hindrance,
  Interruption,
  OutputRecord,
  PlacedFinding,
  RepeatRecord,
  RunEvent,
  RunRecord,
  ScenarioRecord,
  ScenarioRef,
  ServiceRecord,
  SettleRecord,
  ShardRecord,
  SpanChange,
  StepRecord,
  StopRecord,
  SurroundingsRecord,
  TelemetryRecord,
  TraceChange,
  WaitRecord,
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
  signalled: object({ kind: word({ signalled: true }), signal: text, limit: optional(text) }),
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
  image: optional(object<NonNullable<ServiceRecord['image']>>({ name: text, digest: text })),
  reused: optional(constant(true)),
  readyAfterMs: optional(number),
  end: optional(end),
  killed: boolean,
  spans: number,
  stdout: output,
  stderr: output,
});

const resources = object<Resources>({
  slots: number,
  containers: number,
  memoryMb: number,
  cpuMillicores: number,
});
const hindrance = word<Hindrance>({
  slots: true,
  containers: true,
  memoryMb: true,
  cpuMillicores: true,
  concurrency: true,
  locks: true,
});
const stop = object<StopRecord>({
  reason: word<StopRecord['reason']>({ failures: true, runTimeout: true }),
  message: text,
});
const bounds = object<BoundsRecord>({ bounds: resources, reason: text, afterMs: number });
const wait = object<WaitRecord>({ what: hindrance, scenarios: number, longestMs: number });
const shard = object<ShardRecord>({ index: number, count: number, suite: list(scenarioId) });

const memberChange = object<MemberChange>({ member: text, before: optional(text), after: optional(text) });
const spanChange = object<SpanChange>({
  kind: word<SpanChange['kind']>({ missing: true, extra: true, changed: true, moved: true }),
  path: list(text),
  newPath: optional(list(text)),
  members: list(memberChange),
});
const traceFinding = object<TraceFinding>({
  kind: word<TraceFindingKind>({
    'n-plus-one': true,
    'retry-storm': true,
    'lost-parallelism': true,
    'new-external-host': true,
    'missing-error-status': true,
    duration: true,
  }),
  path: list(text),
  message: text,
});
const traceChange = object<TraceChange>({
  before: number,
  after: number,
  differences: list(spanChange),
  omitted: number,
  findings: list(traceFinding),
});
const verdict = word<Verdict>({ passed: true, failed: true, undecided: true, error: true });
const flake = object<FlakeRecord>({ verdict, cause: text, trace: optional(traceChange) });
const repeat = object<RepeatRecord>({ wanted: number, done: number, unstable: optional(traceChange) });

const surroundings = object<SurroundingsRecord>({
  network: word({ own: true, machine: true }),
  egress: list(text),
  environment: list(text),
});
const certificate = object<CertificateRecord>({ sha256: text, holds: boolean });

const scenarioRef = object<ScenarioRef>({ id: scenarioId, name: text, file: text, place });

const scenario = object<ScenarioRecord>({
  id: scenarioId,
  name: text,
  file: text,
  place,
  verdict,
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
  unchangedSince: optional(text),
  slow: optional(constant(true)),
  flake: optional(flake),
  repeat: optional(repeat),
  surroundings: optional(surroundings),
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
  stopped: optional(stop),
  bounds: optional(resources),
  boundsChanges: optional(list(bounds)),
  waits: optional(list(wait)),
  shard: optional(shard),
  failOnFlaky: optional(constant(true)),
  certificate: optional(certificate),
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
    bounds: optional(resources),
    shard: optional(shard),
    failOnFlaky: optional(constant(true)),
  }),
  admitted: object({
    type: word({ admitted: true }),
    id: scenarioId,
    needs: resources,
    inUse: resources,
    bounds: resources,
    waited: optional(object({ what: hindrance, ms: number })),
    atMs: number,
  }),
  released: object({ type: word({ released: true }), id: scenarioId, inUse: resources, atMs: number }),
  boundsChanged: object({
    type: word({ boundsChanged: true }),
    bounds: resources,
    reason: text,
    atMs: number,
  }),
  scenarioSlow: object({
    type: word({ scenarioSlow: true }),
    id: scenarioId,
    runningMs: number,
    atMs: number,
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
    retryInMs: optional(number),
    atMs: number,
  }),
  repetitionFinished: object({
    type: word({ repetitionFinished: true }),
    id: scenarioId,
    repetition: number,
    of: number,
    durationMs: number,
    atMs: number,
  }),
  stopping: object({ type: word({ stopping: true }), stop, atMs: number }),
  interrupted: object({ type: word({ interrupted: true }), signal: interruption, atMs: number }),
  runFinished: object({ type: word({ runFinished: true }), durationMs: number }),
});
