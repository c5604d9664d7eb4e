import fc from 'fast-check';
import { type Code, catalogue, type Diagnostic, type Place } from '../diagnostic/index.ts';
import type {
  EndRecord,
  OutputRecord,
  PlacedFinding,
  RunEvent,
  RunRecord,
  ScenarioRecord,
  ServiceRecord,
  StepRecord,
  TraceChange,
} from '../event/index.ts';
import type { ScenarioId } from '../plan/index.ts';

// Records with anything in them, for properties: texts hold what could break out of a format.

const hostile = fc.constantFrom(
  ...[
    '\n',
    '\r\n',
    '\t',
    '\u0000',
    '\u001b[31m',
    '\u2028',
    '\u202e',
    '\ud800',
    '\udc00\ud800',
    '\ufffe',
    '\u{1f600}',
  ],
  ...[
    '::error::',
    '##[error]',
    '%0A',
    ']]>',
    '<!--',
    '&amp;',
    '"',
    "'",
    '\\',
    '#',
    ' # SKIP',
    '...',
    '---',
    '- ',
    ': ',
    ',',
  ],
);

/** Any text, often with pieces that mean something to one of the formats. */
export const anyText: fc.Arbitrary<string> = fc
  .array(fc.oneof(hostile, fc.string({ unit: 'binary', maxLength: 6 }), fc.string({ maxLength: 8 })), {
    maxLength: 6,
  })
  .map((parts) => parts.join(''));

const texts = fc.array(anyText, { maxLength: 3 });
const natural = fc.nat(100_000);
const place: fc.Arbitrary<Place> = fc.record({
  file: anyText,
  line: fc.integer({ min: 1, max: 99 }),
  column: fc.integer({ min: 1, max: 99 }),
  length: natural,
});
const codes = Object.keys(catalogue) as Code[]; // the keys are the codes
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });

const diagnostic: fc.Arbitrary<Diagnostic> = fc.record({
  code: fc.constantFrom(...codes),
  severity: fc.constantFrom('error', 'warning', 'info'),
  message: anyText,
  place: maybe(place),
  expected: maybe(anyText),
  hint: maybe(anyText),
});

const spanRef = fc.record({ traceId: anyText, spanId: anyText, name: anyText });

const finding: fc.Arbitrary<PlacedFinding> = fc.record({
  rule: anyText,
  outcome: fc.constantFrom('passed', 'failed', 'undecided', 'notApplicable'),
  path: fc.array(fc.oneof(anyText, natural), { maxLength: 3 }),
  message: anyText,
  expected: anyText,
  actual: anyText,
  proof: fc.array(spanRef, { maxLength: 2 }),
  proofCount: natural,
  nearest: maybe(fc.record({ span: spanRef, differences: texts })),
  edit: maybe(anyText),
  cheat: maybe(anyText),
  place,
});

const output: fc.Arbitrary<OutputRecord> = fc.record({
  text: anyText,
  bytes: natural,
  omittedBytes: natural,
});

const end: fc.Arbitrary<EndRecord> = fc.oneof(
  fc.record({ kind: fc.constant('exited' as const), code: fc.nat(255) }),
  fc.record({ kind: fc.constant('signalled' as const), signal: anyText }),
  fc.record({ kind: fc.constant('timedOut' as const), afterMs: natural }),
  fc.constant({ kind: 'cancelled' as const }),
  fc.record({ kind: fc.constant('notStarted' as const), message: anyText }),
);

const step: fc.Arbitrary<StepRecord> = fc.record({
  name: anyText,
  argv: texts,
  end,
  durationMs: natural,
  stdout: output,
  stderr: output,
  leaked: fc.boolean(),
});

const service: fc.Arbitrary<ServiceRecord> = fc.record({
  id: anyText,
  readyAfterMs: maybe(natural),
  end: maybe(end),
  killed: fc.boolean(),
  spans: natural,
  stdout: output,
  stderr: output,
});

const settle = fc.record({
  reason: fc.constantFrom('evidence' as const, 'quiet', 'deadline', 'limit', 'cancelled', 'notNeeded'),
  waitedMs: natural,
  evidence: texts,
});

const telemetry = fc.record({
  spans: natural,
  duplicates: natural,
  rejected: natural,
  dropped: natural,
  late: natural,
  malformed: natural,
  limit: maybe(anyText),
  silent: texts,
});

const traceChange: fc.Arbitrary<TraceChange> = fc.record({
  before: natural,
  after: natural,
  differences: fc.array(
    fc.record({
      kind: fc.constantFrom('missing' as const, 'extra', 'changed', 'moved'),
      path: texts,
      newPath: maybe(texts),
      members: fc.array(fc.record({ member: anyText, before: maybe(anyText), after: maybe(anyText) }), {
        maxLength: 2,
      }),
    }),
    { maxLength: 2 },
  ),
  omitted: natural,
  findings: fc.array(
    fc.record({ kind: fc.constantFrom('n-plus-one' as const, 'duration'), path: texts, message: anyText }),
    { maxLength: 2 },
  ),
});

const verdict = fc.constantFrom('passed' as const, 'failed', 'undecided', 'error');

export const anyScenario: fc.Arbitrary<ScenarioRecord> = fc.record({
  id: anyText as fc.Arbitrary<ScenarioId>, // ids come from a plan; here from nowhere
  name: anyText,
  file: anyText,
  place,
  verdict,
  skipped: fc.oneof({ arbitrary: fc.constant(undefined), weight: 4 }, { arbitrary: anyText, weight: 1 }),
  flaky: fc.boolean(),
  attempts: natural,
  durationMs: natural,
  findings: fc.array(finding, { maxLength: 3 }),
  diagnostics: fc.array(diagnostic, { maxLength: 2 }),
  settle: maybe(settle),
  telemetry: maybe(telemetry),
  traceDigest: maybe(anyText),
  steps: fc.array(step, { maxLength: 2 }),
  services: fc.array(service, { maxLength: 2 }),
  unchangedSince: maybe(anyText),
  slow: maybe(fc.constant(true as const)),
  flake: maybe(fc.record({ verdict, cause: anyText, trace: maybe(traceChange) })),
  repeat: maybe(fc.record({ wanted: natural, done: natural, unstable: maybe(traceChange) })),
});

const resources = fc.record({
  slots: natural,
  containers: natural,
  memoryMb: natural,
  cpuMillicores: natural,
});

const signal = fc.constantFrom('SIGINT' as const, 'SIGTERM', 'SIGHUP');

export const anyRun: fc.Arbitrary<RunRecord> = fc.record({
  format: fc.constant(1 as const),
  runId: anyText,
  tool: anyText,
  startedAt: anyText,
  durationMs: natural,
  jobs: natural,
  isolation: anyText,
  interrupted: maybe(signal),
  stopped: maybe(fc.record({ reason: fc.constantFrom('failures' as const, 'runTimeout'), message: anyText })),
  bounds: maybe(resources),
  boundsChanges: maybe(
    fc.array(fc.record({ bounds: resources, reason: anyText, afterMs: natural }), { maxLength: 2 }),
  ),
  waits: maybe(
    fc.array(
      fc.record({
        what: fc.constantFrom('memoryMb' as const, 'locks', 'concurrency'),
        scenarios: natural,
        longestMs: natural,
      }),
      { maxLength: 2 },
    ),
  ),
  shard: maybe(
    fc.record({ index: natural, count: natural, suite: fc.array(anyText as fc.Arbitrary<ScenarioId>) }),
  ),
  failOnFlaky: maybe(fc.constant(true as const)),
  scenarios: fc.array(anyScenario, { maxLength: 4 }),
});

export const anyEvent: fc.Arbitrary<RunEvent> = fc.oneof(
  fc.record({
    type: fc.constant('scenarioFinished' as const),
    record: anyScenario,
    willRetry: fc.boolean(),
    atMs: natural,
  }),
  fc.record({ type: fc.constant('interrupted' as const), signal, atMs: natural }),
  fc.record({
    type: fc.constant('stopping' as const),
    stop: fc.record({ reason: fc.constant('failures' as const), message: anyText }),
    atMs: natural,
  }),
  fc.record({
    type: fc.constant('boundsChanged' as const),
    bounds: resources,
    reason: anyText,
    atMs: natural,
  }),
  fc.record({
    type: fc.constant('stepFinished' as const),
    id: anyText as fc.Arbitrary<ScenarioId>, // as above
    step,
    atMs: natural,
  }),
);
