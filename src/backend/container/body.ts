import type { ContainerSpec, VolumeMount } from '../contract.ts';
import type { Environment } from '../process/environment.ts';

export interface BodyOptions {
  readonly spec: ContainerSpec;
  /** Given to the image; empty for its own. */
  readonly argv: readonly string[];
  readonly env: Environment;
  /** Empty for the image's own. */
  readonly cwd: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly network: { readonly name: string; readonly alias: string };
  /** The scenario's private directory, which it has at the path it has here; undefined where it cannot be shared. */
  readonly directory: string | undefined;
  readonly volumes: readonly VolumeMount[];
  /** A first process that passes signals on and collects the dead. */
  readonly init: boolean;
  /** Let the engine offer its ports at loopback addresses, where the runner cannot reach the container itself. */
  readonly publish: boolean;
}

const DEFAULT_PIDS = 1_024;
/** Of output that nobody reads from the engine, which we have read already. */
const LOG_SIZE = '4m';

/**
 * The request that makes a container: without privileges that nobody asked for, inside its limits, in its own network. Its
 * input stays open, so an image whose command is a shell waits for commands instead of ending at once.
 * Source: Docker Engine API, "Create a container".
 */
export function containerBody(options: BodyOptions): object {
  const { spec, argv, cwd, network } = options;
  return {
    Image: spec.image,
    ...(argv.length > 0 && { Cmd: argv }),
    ...(cwd !== '' && { WorkingDir: cwd }),
    Env: Object.entries(options.env).map(([name, value]) => `${name}=${value}`),
    Labels: options.labels,
    OpenStdin: true,
    AttachStdin: true,
    AttachStdout: true,
    AttachStderr: true,
    ExposedPorts: Object.fromEntries(spec.ports.map(({ inside }) => [`${inside}/tcp`, {}])),
    HostConfig: {
      ...limitsOf(spec),
      ...(options.publish && {
        PortBindings: bindingsOf(spec),
        ExtraHosts: ['host.docker.internal:host-gateway'],
      }),
      Init: options.init,
      CapDrop: ['ALL'],
      CapAdd: spec.capabilities,
      SecurityOpt: ['no-new-privileges'],
      NetworkMode: network.name,
      Mounts: mountsOf(options),
      LogConfig: { Type: 'json-file', Config: { 'max-size': LOG_SIZE, 'max-file': '1' } },
    },
    NetworkingConfig: { EndpointsConfig: { [network.name]: { Aliases: [network.alias] } } },
  };
}

function bindingsOf({ ports }: ContainerSpec): object {
  return Object.fromEntries(
    ports.map(({ inside, outside }) => [
      `${inside}/tcp`,
      [{ HostIp: '127.0.0.1', HostPort: String(outside) }],
    ]),
  );
}

function limitsOf({ memoryBytes, cpuMillicores, pids = DEFAULT_PIDS }: ContainerSpec): object {
  return {
    PidsLimit: pids,
    // Without swap, or the limit would be twice as much.
    ...(memoryBytes !== undefined && { Memory: memoryBytes, MemorySwap: memoryBytes }),
    ...(cpuMillicores !== undefined && { NanoCpus: cpuMillicores * 1_000_000 }),
  };
}

function mountsOf({ directory, volumes }: BodyOptions): object[] {
  const own = directory === undefined ? [] : [{ source: directory, target: directory, readOnly: false }];
  return [...own, ...volumes].map(({ source, target, readOnly }) => ({
    Type: 'bind',
    Source: source,
    Target: target,
    ReadOnly: readOnly,
  }));
}
