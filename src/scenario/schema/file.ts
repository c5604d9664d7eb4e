import {
  anything,
  boolean,
  choice,
  defaulted,
  duration,
  type Infer,
  integer,
  legacy,
  list,
  map,
  number,
  object,
  optional,
  required,
  shorthand,
  text,
  union,
} from './dsl.ts';
import { MAX_DURATION_MS } from './duration.ts';
import { expectations } from './expect.ts';
import { protocolMistakes, protocolWords, service } from './service.ts';
import { command, environment, step, stepSlips, workdirSlips } from './step.ts';

const meta = object(
  'Meta',
  {
    name: required(text({ nonBlank: true, doc: 'Name of the file’s subject, shown in reports.' })),
    version: optional(
      text({ nonBlank: true, doc: 'Version of the test; free text. clnrm files must have it.' }),
    ),
    description: optional(text({ doc: 'Free text.' })),
    tags: optional(
      list(text({ nonBlank: true, doc: 'A tag.' }), { doc: 'Tags of every scenario in the file.' }),
    ),
    authors: optional(list(text({ doc: 'A name.' }), { doc: 'Free text.' })),
  },
  {
    doc: 'What the file is about.',
    slips: { title: 'name', author: 'authors', desc: 'description', tag: 'tags' },
  },
);

const strings = (doc: string, keys: string) => map(text({ doc: 'Value.' }), { keys, doc });

export const exporterWords = [
  'otlp',
  'otlp-http',
  'otlp-grpc',
  'stdout',
  'none',
  'jaeger',
  'zipkin',
  'datadog',
  'newrelic',
] as const;

const propagators = object(
  'Propagators',
  {
    use: required(
      list(text({ nonBlank: true, doc: 'Propagator name.' }), {
        doc: 'Told to services as `OTEL_PROPAGATORS`.',
      }),
    ),
  },
  { doc: 'Context propagation.' },
);

const otel = object(
  'Otel',
  {
    exporter: optional(
      choice(exporterWords, {
        anyCase: true,
        mistakes: [{ pattern: /^(?:console|log|logs|print)$/i, write: '"stdout"' }],
        doc: 'How services are told to export. Spanwright always receives OTLP; `stdout` also reads span lines from output.',
      }),
    ),
    protocol: optional(
      choice(protocolWords, {
        doc: 'OTLP protocol services are told to use; default `http/protobuf`.',
        mistakes: protocolMistakes,
      }),
    ),
    endpoint: optional(
      text({ doc: "Read for clnrm's sake; services are always given Spanwright's own receiver." }),
    ),
    sample_ratio: optional(number({ min: 0, max: 1, doc: 'Sampling ratio told to services; default 1.' })),
    resources: optional(strings('Resource attributes told to services.', 'attribute key')),
    headers: optional(strings('Extra exporter headers.', 'header name')),
    propagators: optional(propagators),
    settle: optional(
      object(
        'Settle',
        {
          quiet: defaulted(
            duration({ doc: 'Silence after which the trace counts as complete; default `"300ms"`.' }),
            300,
          ),
          timeout: defaulted(
            duration({ doc: 'Longest wait for the trace after the last step; default `"10s"`.' }),
            10_000,
          ),
        },
        { doc: 'When the trace counts as complete, if the evidence alone does not decide it.' },
      ),
    ),
  },
  {
    doc: 'How telemetry is exported.',
    slips: { sampling_ratio: 'sample_ratio', resource: 'resources', header: 'headers' },
  },
);

const limits = object(
  'Limits',
  {
    cpu_millicores: optional(integer({ min: 1, doc: 'CPU, in thousandths of a core.' })),
    memory_mb: optional(integer({ min: 1, doc: 'Memory in megabytes.' })),
    pids: optional(integer({ min: 1, doc: 'Number of processes.' })),
  },
  { doc: 'Resources one scenario may take.', slips: { memory: 'memory_mb', cpu: 'cpu_millicores' } },
);

const policy = object(
  'Policy',
  {
    security_level: optional(
      choice(['low', 'medium', 'high'] as const, {
        anyCase: true,
        doc: 'Has no effect: every container runs without privileges, at every level.',
      }),
    ),
    max_execution_time: optional(
      integer({
        min: 0,
        doc: 'Seconds that the scenario may take, where `timeout` does not say less; 0 for any.',
      }),
    ),
    max_memory_mb: optional(
      integer({ min: 0, doc: 'Megabytes, where `limits.memory_mb` does not say less; 0 for any.' }),
    ),
    max_cpu_usage: optional(
      number({
        min: 0,
        max: 1,
        doc: 'Share of a core, where `limits.cpu_millicores` does not say less; 0 for any.',
      }),
    ),
    allowed_network_hosts: optional(
      list(text({ doc: 'Host.' }), {
        doc: 'Hosts that may be reached. With none but this machine it is `isolate = "network"`; others are not held to.',
      }),
    ),
    disallowed_commands: optional(
      list(text({ doc: 'Command.' }), { doc: 'Not held to: what a command runs is not seen.' }),
    ),
  },
  { doc: "clnrm's policy of a scenario, which clnrm 1.0 reads and does not hold to." },
);

const priority = union(
  [
    choice(['high', 'normal', 'low'] as const, {
      anyCase: true,
      doc: 'A word.',
      mistakes: [
        { pattern: /^(?:medium|default|middle)$/i, write: '"normal"' },
        { pattern: /^(?:critical|urgent|highest)$/i, write: '"high"' },
      ],
    }),
    integer({ min: -100, max: 100, doc: 'A number; higher runs first.' }),
  ],
  { doc: 'Order among scenarios that could start: `high` is 10, `normal` 0, `low` -10.' },
);

const concurrency = object(
  'Concurrency',
  {
    group: required(text({ nonBlank: true, doc: 'Name of the group.' })),
    max: defaulted(
      integer({ min: 1, max: 1024, doc: 'Scenarios of the group that may run at the same time; default 1.' }),
      1,
    ),
  },
  {
    doc: 'A group of scenarios, of any files, of which only some run at the same time.',
    examples: ['{ group = "payments", max = 2 }'],
    mistakes: [{ pattern: /^(.+)$/, write: '{ group = "$1" }' }],
    slips: { name: 'group', limit: 'max' },
  },
);

export const scenario = object(
  'Scenario',
  {
    name: required(text({ nonBlank: true, doc: 'Name, unique in the file.' })),
    description: optional(text({ doc: 'Free text.' })),
    tags: optional(list(text({ nonBlank: true, doc: 'A tag.' }), { doc: 'For `--tag`.' })),
    depends_on: optional(
      list(text({ nonBlank: true, doc: 'Scenario name.' }), {
        doc: 'Scenarios that must have passed first.',
      }),
    ),
    skip: optional(
      text({ nonBlank: true, doc: 'Skip it, for this reason; shown as skipped, never as passed.' }),
    ),
    timeout: optional(duration({ doc: 'Time for services, steps and settling together; default `"5m"`.' })),
    timeout_ms: legacy(
      integer({ min: 0, max: MAX_DURATION_MS, doc: "clnrm's spelling of `timeout`, in milliseconds." }),
      'timeout',
      'ms',
    ),
    retries: optional(
      integer({
        min: 0,
        max: 100,
        doc: 'How often a scenario that does not pass is tried again; a later pass is flaky.',
      }),
    ),
    priority: optional(priority),
    concurrency: optional(concurrency),
    locks: optional(
      list(text({ nonBlank: true, doc: 'Name of a lock.' }), {
        doc: 'Locks held while it runs: of all scenarios of a run that name a lock, one runs at a time.',
      }),
    ),
    isolate: optional(
      choice(['network'] as const, {
        doc: 'Give it a network of its own, with loopback and the receiver and nothing else. Fixed ports are free then, and what wants to leave is a finding.',
      }),
    ),
    inputs: optional(
      list(text({ nonBlank: true, format: 'path', doc: 'A path or glob, relative to the scenario file.' }), {
        doc: 'Files that what it tests is made of. `--changed` runs it again when one of them changes.',
      }),
    ),
    services: optional(
      list(text({ nonBlank: true, doc: 'Service name.' }), {
        doc: 'Services to start; default: all of the file.',
      }),
    ),
    service: optional(
      text({ nonBlank: true, doc: 'Service in whose surroundings the steps run that name none.' }),
    ),
    env: optional({ ...environment, doc: 'Environment of every service and step.' }),
    workdir: optional(
      text({
        nonBlank: true,
        format: 'path',
        runtime: true,
        doc: 'Work directory of the steps, relative to the scenario file.',
      }),
    ),
    run: shorthand({ ...command, doc: 'The command of a scenario of one step.' }, 'steps'),
    command: shorthand({ ...command, doc: 'The same as `run`.' }, 'steps'),
    shell: shorthand(boolean({ doc: 'Give `run` to `sh -c` instead of splitting it.' }), 'steps'),
    steps: defaulted(list(step, { doc: 'Steps, in order.' }), []),
    expect: optional({ ...expectations, doc: "What this scenario's trace must prove." }),
    limits: optional(limits),
    policy: optional(policy),
    artifacts: optional(
      object(
        'Artifacts',
        {
          collect: required(
            list(text({ nonBlank: true, doc: 'Such as `spans:default`.' }), {
              doc: 'What to keep; spans and logs always are.',
            }),
          ),
        },
        {
          doc: "clnrm's artifacts.",
        },
      ),
    ),
    concurrent: optional(boolean({ doc: 'clnrm; has no effect, scenarios are independent anyway.' })),
  },
  {
    doc: 'One test: services are started, steps are run, the trace is judged.',
    slips: {
      ...workdirSlips,
      ...stepSlips,
      span: '[[scenario.expect.span]]',
      step: 'steps',
      cmd: 'run',
      script: 'run',
      expects: 'expect',
      depends: 'depends_on',
      environ: 'env',
      environment: 'env',
      retry: 'retries',
      max_retries: 'retries',
      timeout_seconds: 'timeout',
      tag: 'tags',
      lock: 'locks',
      input: 'inputs',
    },
  },
);

export const scenarioFile = object(
  'ScenarioFile',
  {
    meta: required(meta),
    otel: optional(otel),
    service: optional(map(service, { keys: 'service name', keyFormat: 'name', doc: 'Services, by name.' })),
    scenario: required(list(scenario, { min: 1, doc: 'Scenarios.' })),
    expect: optional({
      ...expectations,
      doc: 'What everything the scenarios of this file sent, taken together, must prove.',
    }),
    limits: optional(limits),
    determinism: optional(
      object(
        'Determinism',
        {
          seed: optional(integer({ min: 0, doc: 'Seed of random template functions.' })),
          freeze_clock: optional(
            text({ format: 'rfc3339', doc: 'Instant that template functions see as now.' }),
          ),
        },
        { doc: 'Makes rendering repeatable.' },
      ),
    ),
    report: optional(
      object(
        'Report',
        {
          json: optional(text({ format: 'path', doc: 'File for the JSON report.' })),
          junit: optional(text({ format: 'path', doc: 'File for the JUnit report.' })),
          digest: optional(text({ format: 'path', doc: 'File for the trace digest.' })),
        },
        { doc: 'Reports written after a run.' },
      ),
    ),
    vars: optional(
      map(anything({ doc: 'Any value.' }), {
        keys: 'variable name',
        doc: 'Variables of the template, which `{{ NAME }}` stands for; of no effect in a file that is no template.',
      }),
    ),
    matrix: optional(
      map(list(anything({ doc: 'A value.' }), { min: 1, doc: 'Values.' }), {
        keys: 'variable name',
        doc: 'Lists of values by name. A template is rendered once for each combination, with its values in `{{ matrix.NAME }}`, and each gives scenarios of its own; of no effect in a file that is no template.',
      }),
    ),
    assertions: optional(
      map(anything({ doc: 'Any value.' }), {
        keys: 'assertion',
        doc: "clnrm 0.4's assertions. They assert nothing there; Spanwright reports each as not evaluated.",
      }),
    ),
    otel_headers: legacy(strings("clnrm's other spelling of `otel.headers`.", 'header name'), 'otel.headers'),
    otel_propagators: legacy(
      { ...propagators, doc: "clnrm's other spelling of `otel.propagators`." },
      'otel.propagators',
    ),
  },
  {
    doc: 'A scenario file.',
    slips: {
      services: 'service',
      scenarios: 'scenario',
      expectations: 'expect',
      variables: 'vars',
      metadata: 'meta',
      steps: '[[scenario.steps]]',
    },
  },
);

/** A scenario file, checked and normalised: clnrm's generations have already become this one form. Plain data. */
export type ScenarioFile = Infer<typeof scenarioFile>;
export type Scenario = Infer<typeof scenario>;
export type Limits = Infer<typeof limits>;
export type OtelSettings = Infer<typeof otel>;
