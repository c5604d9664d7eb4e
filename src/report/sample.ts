import { type Diagnostic, diagnostic, type Place } from '../diagnostic/index.ts';
import type {
  OutputRecord,
  PlacedFinding,
  RunRecord,
  ScenarioRecord,
  ServiceRecord,
  StepRecord,
  TelemetryRecord,
  TraceChange,
} from '../event/index.ts';
import type { ScenarioId } from '../plan/index.ts';
import type { ReporterOptions } from './reporter.ts';

// Runs as the tests of this folder report them: one of each kind, all of one small shop.

const FILE = 'shop/checkout.span.toml';

export const source = `[meta]
name = "checkout"

[service.api]
command = ["node", "api.mjs"]
ports = { http = "auto" }

[service.billing]
command = ["node", "billing.mjs"]

[[scenario]]
name = "checkout"
run = "node client.mjs"

[[expect.span]]
name = "charge card"
parent = "POST /checkout"
attrs.all = { "http.response.status_code" = 200 }

[expect.counts]
spans_total = { gte = 6 }
`;

export const plain: ReporterOptions = {
  color: false,
  verbose: false,
  source: (file) => (file === FILE ? source : undefined),
  width: undefined,
  env: {},
  secrets: [],
  asset: (name) => `/* ${name} */`,
};

function placeOf(line: number, column: number, length: number): Place {
  return { file: FILE, line, column, length };
}

function output(text = ''): OutputRecord {
  return { text, bytes: Buffer.byteLength(text), omittedBytes: 0 };
}

function step(changes: Partial<StepRecord> = {}): StepRecord {
  return {
    name: 'node client.mjs',
    argv: ['node', 'client.mjs'],
    end: { kind: 'exited', code: 0 },
    durationMs: 210,
    stdout: output('order 42 placed\n'),
    stderr: output(),
    leaked: false,
    ...changes,
  };
}

function service(id: string, changes: Partial<ServiceRecord> = {}): ServiceRecord {
  return {
    id,
    readyAfterMs: 120,
    end: { kind: 'signalled', signal: 'SIGTERM' },
    killed: false,
    spans: 6,
    stdout: output(`${id} listens on 127.0.0.1:41231\n`),
    stderr: output(),
    ...changes,
  };
}

function telemetry(changes: Partial<TelemetryRecord> = {}): TelemetryRecord {
  const none = { duplicates: 0, rejected: 0, dropped: 0, late: 0, malformed: 0 };
  return { spans: 6, ...none, limit: undefined, silent: [], ...changes };
}

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
const charge = { traceId, spanId: '00f067aa0ba902b7', name: 'charge' };
const post = { traceId, spanId: '11f067aa0ba902b7', name: 'POST /checkout' };

function finding(changes: Partial<PlacedFinding> = {}): PlacedFinding {
  return {
    rule: 'expect.span[charge card]',
    outcome: 'passed',
    path: ['expect', 'span', 0, 'name'],
    message: '1 span matches',
    expected: 'a span named `charge card` under `POST /checkout`',
    actual: '1 span',
    proof: [charge],
    proofCount: 1,
    nearest: undefined,
    edit: undefined,
    place: placeOf(16, 8, 13),
    ...changes,
  };
}

export const missingSpan = finding({
  outcome: 'failed',
  message: 'no span is named `charge card`; 5 spans were received',
  actual: '5 spans, none of that name',
  proof: [],
  proofCount: 0,
  nearest: {
    span: charge,
    differences: [
      'name: expected "charge card", has "charge"',
      'attrs.all "http.response.status_code": expected 200, has 402',
    ],
  },
  edit: 'name = "charge"\nattrs.all."http.response.status_code" = 402',
});

const fewSpans = finding({
  rule: 'expect.counts.spans_total',
  outcome: 'failed',
  path: ['expect', 'counts', 'spans_total'],
  message: '5 spans were received, at least 6 are wanted',
  expected: 'at least 6',
  actual: '5',
  proof: [post, charge],
  proofCount: 5,
  edit: 'spans_total.gte = 5',
  place: placeOf(21, 15, 11),
});

const noSpans = finding({
  rule: 'expect.span[charge card].existence',
  outcome: 'failed',
  message: 'expected a span named `charge card`, 0 spans were collected',
  actual: '0 spans',
  proof: [],
  proofCount: 0,
  cheat: 'a command that prints success without doing the work',
  noSpans: true,
});

export function scenario(name: string, changes: Partial<ScenarioRecord> = {}): ScenarioRecord {
  return {
    id: `${FILE}::${name}` as ScenarioId, // the form the plan gives ids
    name,
    file: FILE,
    place: placeOf(12, 8, 10),
    verdict: 'passed',
    skipped: undefined,
    flaky: false,
    attempts: 1,
    durationMs: 612.4,
    findings: [finding()],
    diagnostics: [],
    settle: { reason: 'evidence', waitedMs: 31, evidence: ['no export is open', 'no parent is missing'] },
    telemetry: telemetry(),
    traceDigest: 'ab12cd34ef56ab12cd34ef56ab12cd34ef56ab12cd34ef56ab12cd34ef56ab12',
    steps: [step()],
    services: [service('api')],
    ...changes,
  };
}

/** Of a scenario that was not run. */
const nothing = {
  verdict: 'undecided',
  attempts: 0,
  durationMs: 0,
  findings: [],
  settle: undefined,
  telemetry: undefined,
  traceDigest: undefined,
  steps: [],
  services: [],
} as const satisfies Partial<ScenarioRecord>;

export const scenarios = {
  green: scenario('checkout'),
  red: scenario('checkout', {
    verdict: 'failed',
    findings: [
      missingSpan,
      finding({ rule: 'expect.graph.acyclic', message: 'the trace has no cycle' }),
      fewSpans,
      finding({
        rule: 'step[node client.mjs].exit_code',
        outcome: 'failed',
        message: 'the exit code is 1',
        expected: '0',
        actual: '1',
        proof: [],
        proofCount: 0,
        place: placeOf(13, 7, 17),
      }),
    ],
    telemetry: telemetry({ spans: 5, late: 2 }),
    steps: [
      step({
        end: { kind: 'exited', code: 1 },
        stdout: output(Array.from({ length: 12 }, (_, index) => `line ${index + 1}\n`).join('')),
        stderr: output('\u001b[31mcard declined\u001b[0m\r\n'),
      }),
    ],
  }),
  faked: scenario('checkout', {
    verdict: 'failed',
    findings: [noSpans],
    telemetry: telemetry({ spans: 0 }),
    traceDigest: undefined,
  }),
  undecided: scenario('checkout', {
    verdict: 'undecided',
    findings: [
      finding(),
      finding({
        rule: 'service[billing].telemetry',
        outcome: 'undecided',
        message: 'service `billing` never exported a span; set `telemetry = false` if it is not instrumented',
        expected: 'spans from service `billing`',
        actual: '0 of the 6 spans received',
        proof: [],
        proofCount: 0,
        place: placeOf(8, 1, 17),
      }),
    ],
    settle: { reason: 'deadline', waitedMs: 10_000, evidence: ['`billing` has sent nothing yet'] },
    telemetry: telemetry({ silent: ['billing'] }),
    services: [
      service('api'),
      service('billing', { spans: 0, stdout: output(), stderr: output('exporter: ECONNREFUSED\n') }),
    ],
  }),
  error: scenario('checkout', {
    ...nothing,
    verdict: 'error',
    attempts: 1,
    durationMs: 5_020,
    diagnostics: [
      diagnostic({
        code: 'SW6002',
        message: 'service `api` is not ready after 5000 ms: still waiting for port 41231',
        place: placeOf(4, 1, 13),
        hint: 'raise `ready.timeout` (now 5000 ms) if it needs longer, or check `ready`',
      }),
    ],
    services: [
      service('api', {
        readyAfterMs: undefined,
        spans: 0,
        killed: true,
        stderr: output('Error: no config\n    at main\n'),
      }),
      service('billing', { readyAfterMs: undefined, end: undefined, spans: 0, stdout: output() }),
    ],
  }),
  skipped: scenario('refund', { ...nothing, skipped: 'not before 2.0' }),
  flaky: scenario('checkout', { flaky: true, attempts: 2 }),
  unjudged: scenario('checkout', { verdict: 'undecided', findings: [] }),
  warned: scenario('checkout', {
    telemetry: telemetry({ silent: ['billing'] }),
    diagnostics: [warning('service `billing` never exported a span', placeOf(8, 1, 17))],
  }),
  unfinished: scenario('checkout', {
    ...nothing,
    attempts: 1,
    durationMs: 340,
    diagnostics: [
      diagnostic({
        code: 'SW6101',
        message:
          'scenario `checkout` was not finished: SIGINT interrupted the run while step `pay` was running',
        place: placeOf(12, 8, 10),
        hint: 'run it again',
      }),
    ],
    services: [service('api', { end: undefined, stdout: output() })],
  }),
} satisfies Record<string, ScenarioRecord>;

function warning(message: string, place: Place): Diagnostic {
  return diagnostic({ code: 'SW6101', severity: 'warning', message, place });
}

export function notStarted(name: string): ScenarioRecord {
  const message = `scenario \`${name}\` was not started: SIGINT interrupted the run`;
  return scenario(name, {
    ...nothing,
    diagnostics: [diagnostic({ code: 'SW6201', message, place: placeOf(12, 8, 10), hint: 'run it again' })],
  });
}

export function run(all: readonly ScenarioRecord[], changes: Partial<RunRecord> = {}): RunRecord {
  return {
    format: 1,
    runId: '0198c0de',
    tool: 'spanwright 0.1.0',
    startedAt: '2026-01-02T03:04:05.000Z',
    durationMs: 841.2,
    jobs: 2,
    isolation: 'process group and PID namespace',
    interrupted: undefined,
    scenarios: all,
    ...changes,
  };
}

const other = (name: string) => scenario(name, { id: `${FILE}::${name}` as ScenarioId }); // as above

const UNCHANGED = 'nothing has changed since it passed in run 20260101-000000-00000000';

const change: TraceChange = {
  before: 1,
  after: 2,
  differences: [
    {
      kind: 'changed',
      path: ['checkout', 'charge card'],
      newPath: undefined,
      members: [{ member: 'attributes.retry', before: undefined, after: 'true' }],
    },
    { kind: 'extra', path: ['checkout', 'send mail'], newPath: undefined, members: [] },
  ],
  omitted: 7,
  findings: [
    { kind: 'retry-storm', path: ['checkout'], message: 'charge card was tried 9 times instead of once' },
  ],
};

const eventful = {
  flaky: {
    flaky: true,
    attempts: 2,
    flake: {
      verdict: 'failed',
      cause: 'step[pay].exit_code: the step ended with exit code 1',
      trace: change,
    },
  },
  unstable: {
    verdict: 'failed',
    attempts: 2,
    repeat: { wanted: 5, done: 2, unstable: { ...change, findings: [], omitted: 0 } },
    findings: [
      {
        ...missingSpan,
        rule: 'repeat',
        message: 'repetition 2 left another trace than the first one: span `checkout > send mail` is new',
        expected: 'the same trace 5 times',
        actual: 'span `checkout > send mail` is new',
        nearest: undefined,
        edit: undefined,
      },
    ],
  },
  leak: diagnostic({
    code: 'SW6007',
    message: 'step `pay` left 1 process behind: sleep (4711)',
    place: placeOf(12, 8, 10),
  }),
} satisfies { flaky: Partial<ScenarioRecord>; unstable: Partial<ScenarioRecord>; leak: Diagnostic };

/** By what each shows; the names are those of the goldens. */
export const runs = {
  green: run([scenarios.green]),
  red: run([other('browse'), scenarios.red]),
  undecided: run([scenarios.undecided]),
  error: run([scenarios.error, scenarios.skipped]),
  skipped: run([scenarios.skipped]),
  flaky: run([scenarios.flaky]),
  faked: run([scenarios.faked]),
  unjudged: run([scenarios.unjudged]),
  warned: run([scenarios.warned]),
  interrupted: run(
    [scenarios.unfinished, ...['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name) => notStarted(`later ${name}`))],
    { interrupted: 'SIGINT' },
  ),
  eventful: run(
    [
      scenario('wavering', { ...eventful.flaky }),
      scenario('repeated', { ...eventful.unstable }),
      scenario('steady', { repeat: { wanted: 3, done: 3, unstable: undefined }, attempts: 3 }),
      scenario('long', { durationMs: 83_000, slow: true, diagnostics: [eventful.leak] }),
      scenario('old', { ...nothing, skipped: UNCHANGED, unchangedSince: '20260101-000000-00000000' }),
      scenario('older', { ...nothing, skipped: UNCHANGED, unchangedSince: '20251231-000000-00000000' }),
      scenario('later', { ...nothing, skipped: 'the run stopped after the first failure' }),
    ],
    {
      durationMs: 84_000,
      failOnFlaky: true,
      stopped: { reason: 'failures', message: 'the run stopped after the first failure' },
      bounds: { slots: 4, containers: 10, memoryMb: 4096, cpuMillicores: 2000 },
      boundsChanges: [
        {
          bounds: { slots: 2, containers: 10, memoryMb: 1843, cpuMillicores: 1500 },
          reason: 'memory pressure is 24 %',
          afterMs: 12_000,
        },
      ],
      waits: [
        { what: 'memoryMb', scenarios: 3, longestMs: 2310 },
        { what: 'locks', scenarios: 1, longestMs: 90 },
      ],
    },
  ),
  empty: run([], { durationMs: 1 }),
} satisfies Record<string, RunRecord>;
