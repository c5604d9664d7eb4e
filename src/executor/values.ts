import type { PlannedScenario, PlannedService } from '../plan/index.ts';
import { substitute } from '../scenario/index.ts';

/** What run-time placeholders stand for in one scenario. Captures are added while steps run. */
export interface Values {
  readonly ports: ReadonlyMap<string, ReadonlyMap<string, number>>;
  /** Where services are that are not on loopback, as seen from here. */
  readonly hosts?: ReadonlyMap<string, string> | undefined;
  readonly otlpEndpoint: string;
  readonly otlpGrpcEndpoint: string | undefined;
  readonly scenarioDir: string;
  readonly projectDir: string;
  readonly runId: string;
  readonly scenarioId: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly captures: Map<string, string>;
}

/** A placeholder that stands for nothing here; a fault of the scenario or of the environment, never of a service. */
export class UnresolvedPlaceholder extends Error {
  readonly placeholder: string;
  constructor(placeholder: string) {
    super(`\${${placeholder}} has no value`);
    this.placeholder = placeholder;
  }
}

/** Replaces every `${...}`; throws {@link UnresolvedPlaceholder} where there is neither a value nor a default. */
export function fill(text: string, values: Values): string {
  return substitute(text, (name) => {
    // Not one of ours: in clnrm files code such as `${r.status}` is plain text, and loading has let it pass.
    if (!roots.has(rootOf(name))) return undefined;
    const value = lookUp(name, values);
    if (value === undefined) throw new UnresolvedPlaceholder(name);
    return value;
  });
}

export function fillAll(texts: Readonly<Record<string, string>>, values: Values): Record<string, string> {
  return Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, fill(text, values)]));
}

const roots: ReadonlySet<string> = new Set([
  'service',
  'otlp',
  'scenario',
  'project',
  'run',
  'capture',
  'env',
]);

function rootOf(name: string): string {
  return name.split('.', 1)[0] ?? '';
}

function lookUp(name: string, values: Values): string | undefined {
  const [path = '', fallback] = splitDefault(name);
  const [root = '', ...rest] = path.split('.');
  switch (root) {
    case 'service':
      return serviceValue(rest, values);
    case 'otlp':
      return rest.join('.') === 'grpc.endpoint' ? values.otlpGrpcEndpoint : values.otlpEndpoint;
    case 'scenario':
      return rest[0] === 'dir' ? values.scenarioDir : values.scenarioId;
    case 'project':
      return values.projectDir;
    case 'run':
      return values.runId;
    case 'capture':
      return values.captures.get(rest.join('.')) ?? fallback;
    case 'env':
      return values.env[rest.join('.')] || fallback;
    default:
      return undefined;
  }
}

function splitDefault(name: string): [string, string | undefined] {
  const at = name.indexOf(':-');
  return at === -1 ? [name, undefined] : [name.slice(0, at), name.slice(at + 2)];
}

function serviceValue(
  [service = '', what, port = '']: readonly string[],
  values: Values,
): string | undefined {
  const ports = values.ports.get(service);
  if (what === 'host') return ports && (values.hosts?.get(service) ?? '127.0.0.1');
  return what === 'port' ? ports?.get(port)?.toString() : undefined;
}

/** `SPANWRIGHT_PORT_<SERVICE>_<PORT>` for every port of every service, so programs find each other without templates. */
export function portEnvironment(values: Values): Record<string, string> {
  const name = (text: string) => text.toUpperCase().replace(/[^A-Z0-9]/g, '_');
  return Object.fromEntries(
    [...values.ports].flatMap(([service, ports]) =>
      [...ports].map(([port, number]) => [`SPANWRIGHT_PORT_${name(service)}_${name(port)}`, String(number)]),
    ),
  );
}

/**
 * The same as seen from inside of its containers: there a service in a container has its own name and its own ports, and what
 * runs on this machine is at `host`.
 */
export function insideContainers(values: Values, { services }: PlannedScenario, host: string): Values {
  const portOf = (service: string, { name, port }: PlannedService['ports'][number]) =>
    port === 'auto' ? values.ports.get(service)?.get(name) : port;
  const ports = services.map(({ id, ports, container }) => {
    const numbers = ports.map((each) => [each.name, container && portOf(id, each)] as const);
    const outside = values.ports.get(id) ?? new Map<string, number>();
    return [id, new Map([...outside, ...numbers.filter(isChosen)])] as const;
  });
  return {
    ...values,
    ports: new Map(ports),
    hosts: new Map(services.map(({ id, container }) => [id, container ? id : host])),
    otlpEndpoint: atHost(values.otlpEndpoint, host),
    otlpGrpcEndpoint: values.otlpGrpcEndpoint && atHost(values.otlpGrpcEndpoint, host),
  };
}

function isChosen(entry: readonly [string, number | undefined]): entry is readonly [string, number] {
  return entry[1] !== undefined;
}

/** A URL of the runner as others reach it. */
export function atHost(url: string, host: string): string {
  return url.replace('//127.0.0.1:', `//${host}:`);
}

/** The ports a scenario needs chosen for it, in a fixed order. */
export function automaticPorts(scenario: PlannedScenario): readonly { service: string; name: string }[] {
  return scenario.services.flatMap((service) =>
    service.ports
      .filter(({ port }) => port === 'auto' || service.container !== undefined)
      .map(({ name }) => ({ service: service.id, name })),
  );
}
