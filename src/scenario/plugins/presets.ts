import type { Service } from '../schema/service.ts';

/** What a plugin name stands for: the fields of a service that one who names it need not write. */
export interface Preset {
  /** One line for people. */
  readonly about: string;
  readonly service: Service;
  /** Where the rest of it comes from, which is not known before that code has been loaded. */
  readonly code?: PluginCode | undefined;
}

export interface PluginCode {
  /** The name of a package, or a path relative to the project file. */
  readonly package: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** By the name that `plugin` of a service may have. */
export type Plugins = ReadonlyMap<string, Preset>;

const sql = ['CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'SETGID', 'SETUID'];

/**
 * The container plugins there are, clnrm's among them (clnrm-format a.6). A service that names one gets these fields where it
 * says nothing itself. Capabilities are those without which the image's own start-up script gives up.
 */
export const presets: Plugins = new Map<string, Preset>([
  ['container', { about: 'any image', service: {} }],
  ['generic_container', { about: "any image; clnrm's name for it", service: {} }],
  [
    'alpine',
    { about: 'a shell of Alpine Linux to run steps in', service: { image: 'alpine:3', telemetry: false } },
  ],
  [
    'debian',
    {
      about: 'a shell of Debian to run steps in',
      service: { image: 'debian:stable-slim', telemetry: false },
    },
  ],
  [
    'ubuntu',
    { about: 'a shell of Ubuntu to run steps in', service: { image: 'ubuntu:latest', telemetry: false } },
  ],
  [
    'network_tools',
    {
      about: 'a shell with dig, curl, nc and their like to run steps in',
      service: { image: 'nicolaka/netshoot:latest', telemetry: false },
    },
  ],
  [
    'postgres',
    {
      about: 'PostgreSQL, user `postgres`, without a password',
      service: {
        image: 'postgres:17',
        env: { POSTGRES_HOST_AUTH_METHOD: 'trust' },
        ports: { sql: 5432 },
        // Over TCP: while it sets up the database it listens on its Unix socket only.
        ready: {
          command: ['pg_isready', '-h', '127.0.0.1', '-U', 'postgres'],
          timeout: 60_000,
          interval: 100,
        },
        capabilities: sql,
        telemetry: false,
      },
    },
  ],
  [
    'redis',
    {
      about: 'Redis',
      service: {
        image: 'redis:7',
        ports: { redis: 6379 },
        ready: { log: 'Ready to accept connections', timeout: 30_000, interval: 100 },
        capabilities: ['CHOWN', 'SETGID', 'SETUID'],
        telemetry: false,
      },
    },
  ],
  [
    'nginx',
    {
      about: 'nginx with its default page',
      service: {
        image: 'nginx:1',
        ports: { http: 80 },
        ready: { tcp: 'http', timeout: 30_000, interval: 100 },
        capabilities: ['CHOWN', 'DAC_OVERRIDE', 'NET_BIND_SERVICE', 'SETGID', 'SETUID'],
        telemetry: false,
      },
    },
  ],
  [
    'surrealdb',
    {
      about: 'SurrealDB in memory; `username`, `password` and `strict` are its settings',
      service: {
        image: 'surrealdb/surrealdb:v2',
        args: ['start', 'memory'],
        env: { SURREAL_USER: 'root', SURREAL_PASS: 'root' },
        ports: { http: 8000 },
        ready: { http: '/health', timeout: 30_000, interval: 100 },
        telemetry: false,
      },
    },
  ],
  [
    'otel_collector',
    {
      about: 'the OpenTelemetry Collector with its default settings',
      service: {
        image: 'otel/opentelemetry-collector:latest',
        ports: { otlp_grpc: 4317, otlp_http: 4318 },
        ready: { log: 'Everything is ready', timeout: 30_000, interval: 100 },
        telemetry: false,
      },
    },
  ],
  [
    'ollama',
    {
      about: 'Ollama, without a model',
      service: {
        image: 'ollama/ollama:latest',
        ports: { http: 11434 },
        ready: { http: '/', timeout: 60_000, interval: 200 },
        telemetry: false,
      },
    },
  ],
  [
    'vllm',
    {
      about: "vLLM's server with OpenAI's interface; give the model with `args`",
      service: {
        image: 'vllm/vllm-openai:latest',
        ports: { http: 8000 },
        ready: { http: '/health', timeout: 600_000, interval: 500 },
        telemetry: false,
      },
    },
  ],
  [
    'tgi',
    {
      about: "Hugging Face's text generation server; give the model with `args`",
      service: {
        image: 'ghcr.io/huggingface/text-generation-inference:latest',
        ports: { http: 80 },
        ready: { http: '/health', timeout: 600_000, interval: 500 },
        capabilities: ['NET_BIND_SERVICE'],
        telemetry: false,
      },
    },
  ],
]);

/**
 * The service with what its plugin stands for where it says nothing itself; environments and ports are joined name by name.
 * One whose plugin stands for nothing is returned as it is.
 */
export function withPreset(service: Service, known: Plugins = presets): Service {
  const preset = known.get(service.plugin ?? '')?.service;
  if (!preset) return service;
  const ownReadiness = service.ready ?? service.health_check;
  return {
    ...preset,
    ...service,
    env: { ...preset.env, ...settingsOf(service), ...service.env },
    ports: { ...preset.ports, ...service.ports },
    ready: ownReadiness === undefined ? preset.ready : service.ready,
  };
}

/** clnrm's own keys of its database plugin, as that image takes them. */
function settingsOf({ plugin, username, password, strict }: Service): Record<string, string> {
  if (plugin !== 'surrealdb') return {};
  return {
    ...(username !== undefined && { SURREAL_USER: username }),
    ...(password !== undefined && { SURREAL_PASS: password }),
    ...(strict === true && { SURREAL_STRICT: 'true' }),
  };
}
