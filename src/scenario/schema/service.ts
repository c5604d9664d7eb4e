import {
  boolean,
  choice,
  defaulted,
  duration,
  type Infer,
  integer,
  legacy,
  list,
  map,
  object,
  optional,
  required,
  shorthand,
  text,
  union,
} from './dsl.ts';
import { command, environment, workdirSlips } from './step.ts';

const ready = object(
  'Readiness',
  {
    tcp: optional(
      union(
        [
          text({ nonBlank: true, doc: 'Name of a port of this service.' }),
          integer({ min: 1, max: 65535, doc: 'A port number.' }),
        ],
        {
          doc: 'Ready when this port accepts a connection.',
        },
      ),
    ),
    http: optional(
      text({
        nonBlank: true,
        format: 'url-or-path',
        runtime: true,
        doc: 'Ready when a GET of this URL, or of this path on the first port, answers 2xx or 3xx.',
      }),
    ),
    status: optional(integer({ min: 100, max: 599, doc: 'The status `http` must answer instead.' })),
    log: optional(text({ format: 'regex', doc: 'Ready when a line of its output matches.' })),
    command: optional({ ...command, doc: 'Ready when this command exits with 0.' }),
    span: optional(
      text({ nonBlank: true, format: 'glob', doc: 'Ready when a span of this name has arrived.' }),
    ),
    timeout: defaulted(duration({ doc: 'How long to wait; default `"30s"`.' }), 30_000),
    interval: defaulted(duration({ doc: 'Pause between two attempts; default `"100ms"`.' }), 100),
  },
  {
    doc: 'When the service counts as ready; all that are given must hold. Without any: as soon as it has started.',
    examples: ['{ http = "/health" }', '{ log = "listening on" }'],
    slips: { port: 'tcp', url: 'http', path: 'http', cmd: 'command', regex: 'log', wait: 'timeout' },
  },
);

const stop = object(
  'Stop',
  {
    signal: defaulted(
      choice(['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT', 'SIGKILL'] as const, {
        doc: 'First signal; default `SIGTERM`.',
      }),
      'SIGTERM',
    ),
    grace: defaulted(duration({ doc: 'From the first signal to SIGKILL; default `"5s"`.' }), 5_000),
  },
  { doc: 'How the service is stopped.', slips: { timeout: 'grace', grace_period: 'grace' } },
);

/** Durations written as text where clnrm counts seconds. */
const seconds = [{ pattern: /^(\d+)s?$/, write: '$1' }];

const healthCheck = object(
  'HealthCheck',
  {
    cmd: required(
      list(text({ runtime: true, doc: 'One argument.' }), {
        min: 1,
        doc: 'Command; healthy when it exits with 0.',
      }),
    ),
    interval: optional(integer({ min: 0, mistakes: seconds, doc: 'Seconds between attempts.' })),
    timeout: optional(integer({ min: 0, mistakes: seconds, doc: 'Seconds one attempt may take.' })),
    retries: optional(integer({ min: 0, doc: 'Attempts before the service counts as broken.' })),
  },
  {
    doc: "clnrm's readiness check; `ready.command` is the native one.",
    examples: ['{ cmd = ["pg_isready"], interval = 1, retries = 30 }'],
    slips: { command: 'cmd', test: 'cmd' },
  },
);

const volume = object(
  'Volume',
  {
    host_path: required(
      text({
        nonBlank: true,
        format: 'path',
        runtime: true,
        doc: 'Absolute path on this machine, in the project or a folder that `--volume-root` names; `${project.dir}` is where the project is.',
      }),
    ),
    container_path: required(
      text({ nonBlank: true, format: 'path', doc: 'Absolute path in the container.' }),
    ),
    read_only: optional(boolean({ doc: 'Mount read-only.' })),
  },
  {
    doc: 'A folder mounted into the container.',
    examples: ['{ host_path = "/srv/data", container_path = "/data", read_only = true }'],
    mistakes: [
      {
        pattern: /^([^:]+):([^:]+):ro$/,
        write: '{ host_path = "$1", container_path = "$2", read_only = true }',
      },
      { pattern: /^([^:]+):([^:]+)(?::rw)?$/, write: '{ host_path = "$1", container_path = "$2" }' },
    ],
    slips: { source: 'host_path', target: 'container_path', readonly: 'read_only' },
  },
);

const port = union(
  [
    choice(['auto'] as const, { doc: 'A free port chosen by Spanwright.' }),
    integer({ min: 1, max: 65535, doc: 'This port.' }),
  ],
  {
    doc: '`"auto"` or a number.',
    // Docker's `host:container/protocol`: the container's port is the one to name.
    mistakes: [{ pattern: /^(?:[\d.]*:)*(\d+)(?:\/\w+)?$/, write: '$1' }],
  },
);

export const protocolWords = ['http/protobuf', 'http/json', 'grpc'] as const;
export const protocolMistakes = [
  { pattern: /^(?:http|https|protobuf|http\/proto)$/i, write: '"http/protobuf"' },
];

export const service = object(
  'Service',
  {
    plugin: optional(
      text({
        nonBlank: true,
        doc: 'What runs it: `process` (a local command; the default without an image) or a container plugin.',
      }),
    ),
    description: optional(text({ doc: 'Free text.' })),
    command: optional(command),
    run: shorthand({ ...command, doc: 'The same as `command`.' }, 'command'),
    shell: optional(boolean({ doc: 'Give the line to `sh -c` instead of splitting it.' })),
    args: optional(
      list(text({ runtime: true, doc: 'One argument.' }), {
        doc: 'Arguments added to the command, or given to the image.',
      }),
    ),
    image: optional(text({ nonBlank: true, doc: 'Container image.' })),
    env: optional(environment),
    workdir: optional(
      text({
        nonBlank: true,
        format: 'path',
        runtime: true,
        doc: 'Work directory, relative to the scenario file.',
      }),
    ),
    ports: optional(
      map(port, {
        keys: 'port name',
        keyFormat: 'name',
        doc: 'Ports by name; the number is `${service.ID.port.NAME}`.',
        examples: ['{ http = "auto" }'],
      }),
    ),
    depends_on: optional(
      list(text({ nonBlank: true, doc: 'Service name.' }), { doc: 'Services that must be ready first.' }),
    ),
    ready: optional(ready),
    health_check: optional(healthCheck),
    stop: optional(stop),
    telemetry: optional(
      boolean({
        doc: 'Whether spans are expected from it; default true. `false` also injects no exporter settings.',
      }),
    ),
    protocol: optional(
      choice(protocolWords, {
        doc: 'OTLP protocol it is told to use; default that of `[otel]`.',
        mistakes: protocolMistakes,
      }),
    ),
    pull: optional(
      choice(['always', 'if-not-present', 'never'] as const, {
        doc: 'When the image is fetched; default what `--pull` says.',
      }),
    ),
    capabilities: optional(
      list(text({ nonBlank: true, doc: 'A capability, such as `CHOWN`.' }), {
        doc: 'Linux capabilities its container keeps; all others are dropped.',
      }),
    ),
    reuse: optional(
      boolean({
        doc: 'Let later scenarios of the run that start the same service have its container as it is then; default: each has a new one. Only where `telemetry = false`.',
      }),
    ),
    volumes: optional(list(volume, { doc: 'Folders mounted into the container.' })),
    wait_for_span: legacy(
      text({ nonBlank: true, format: 'glob', doc: "clnrm's spelling of `ready.span`." }),
      'ready.span',
    ),
    wait_for_span_timeout_secs: legacy(
      integer({ min: 0, max: 2_000_000, doc: "clnrm's spelling of `ready.timeout`, in seconds." }),
      'ready.timeout',
      's',
    ),
    username: optional(text({ doc: 'surrealdb plugin only.' })),
    password: optional(text({ doc: 'surrealdb plugin only.' })),
    strict: optional(boolean({ doc: 'surrealdb plugin only.' })),
    type: optional(text({ doc: 'clnrm 0.4 to 0.7; has no effect.' })),
  },
  {
    doc: 'Something kept running while the steps of a scenario execute.',
    slips: {
      environ: 'env',
      environment: 'env',
      healthcheck: 'health_check',
      cmd: 'command',
      port: 'ports',
      volume: 'volumes',
      ...workdirSlips,
      img: 'image',
      pull_policy: 'pull',
      cap_add: 'capabilities',
      reusable: 'reuse',
      shared: 'reuse',
      container_image: 'image',
      wait_for_ready: 'ready',
      wait_strategy: 'ready',
      readiness: 'ready',
      depends: 'depends_on',
    },
  },
);

export type Service = Infer<typeof service>;
export type Readiness = Infer<typeof ready>;
