/** What a scenario needs to be isolated: a private work directory, HOME and environment. */
export interface SandboxOptions {
  readonly runId: string;
  readonly scenarioId: string;
  /** Absolute; files of the scenario are found relative to it (its own folder). */
  readonly projectDir: string;
  /** Keep the work directory after closing. */
  readonly keep: boolean;
  /** A network of its own, with nothing but loopback; undefined for the machine's. Only where {@link Backend.noNetwork} is undefined. */
  readonly network?: IsolatedNetwork | undefined;
  /** So many processes may run here at once, outside of containers; undefined for no bound. See {@link CloseOutcome.unbounded}. */
  readonly maxProcesses?: number | undefined;
  /** Set when services of the scenario run in containers. */
  readonly containers?: ContainerNeeds | undefined;
}

export interface ContainerNeeds {
  /** Their network has no way out: nothing but the other containers and {@link reachable}. */
  readonly hermetic: boolean;
  /** Loopback ports of the runner, such as the receiver's, that containers reach at {@link Sandbox.containerHost}. */
  readonly reachable: readonly number[];
}

export interface IsolatedNetwork {
  /** Loopback ports of the runner, such as the receiver's, that answer inside at the same address. */
  readonly reachable: readonly number[];
}

/** One way to execute services and steps. Implementations pass the one conformance suite beside this file. */
export interface Backend {
  readonly kind: 'process' | 'container';
  /** How well what it starts is contained, in a few words, as printed and recorded: such as `process group, watchdog`. */
  readonly isolation: string;
  /** Why no sandbox can have a network of its own here; undefined when each can. */
  readonly noNetwork: string | undefined;
  /** Rejects when the machine does not let it, for example without room for the directory. */
  open(options: SandboxOptions): Promise<Sandbox>;
}

export interface CommandSpec {
  readonly argv: readonly string[];
  /** Added to (and winning over) the sandbox's allow-listed environment. */
  readonly env: Readonly<Record<string, string>>;
  /** Absolute. In a container it may be empty, which is the directory that the image says. */
  readonly cwd: string;
  /** Written to standard input, which is then closed; undefined gives an empty input. */
  readonly stdin?: string | undefined;
  /** Milliseconds; undefined for no limit of its own. Of no effect for a service, which has its own deadlines. */
  readonly timeoutMs?: number | undefined;
  /** Kept of each stream: so many bytes of the head and as many of the tail. Default 64 KiB each. */
  readonly keepBytes?: number | undefined;
  /** Executed in the container of this service, which runs; undefined for this machine. */
  readonly inService?: string | undefined;
}

/** Text of a stream: invalid UTF-8 replaced, ANSI escapes removed in `text`; the middle may be missing. */
export interface CapturedOutput {
  /** Head and tail joined by a line that says how many bytes are missing; whole when `omittedBytes` is 0. */
  readonly text: string;
  readonly bytes: number;
  readonly omittedBytes: number;
}

/** The whole space of how a command can end. */
export type CommandEnd =
  | { readonly kind: 'exited'; readonly code: number }
  | {
      readonly kind: 'signalled';
      readonly signal: string;
      /** The limit for which the system killed it, such as `the memory limit of 64 MB`; undefined when it was none. */
      readonly limit?: string | undefined;
    }
  | { readonly kind: 'timedOut'; readonly afterMs: number }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'notStarted'; readonly reason: NotStarted; readonly message: string };

export type NotStarted =
  | 'notFound'
  | 'notExecutable'
  | 'badWorkdir'
  | 'argumentsTooLong'
  | 'noImage'
  | 'volumeRefused'
  | 'other';

export interface CommandOutcome {
  readonly end: CommandEnd;
  readonly stdout: CapturedOutput;
  readonly stderr: CapturedOutput;
  readonly durationMs: number;
  /** The command ended but left children holding its output open; they were killed. */
  readonly leaked: boolean;
}

export type ReadyProbe =
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number }
  | {
      readonly kind: 'http';
      readonly url: string;
      /** Default: any 2xx or 3xx. */
      readonly status?: number | undefined;
    }
  /** Tested on every line of stdout and stderr. */
  | { readonly kind: 'log'; readonly matches: (line: string) => boolean; readonly pattern: string }
  /** Ready when it exits 0. */
  | { readonly kind: 'command'; readonly command: CommandSpec }
  /** Decided outside the backend, for example by a span that arrives; resolves when ready. */
  | {
      readonly kind: 'external';
      readonly description: string;
      readonly until: (signal: AbortSignal) => Promise<void>;
    };

export interface ServiceSpec {
  readonly id: string;
  readonly command: CommandSpec;
  /** All must hold; an empty list means ready as soon as it has started. */
  readonly ready: readonly ReadyProbe[];
  /** Deadline for becoming ready. */
  readonly readyTimeoutMs: number;
  /** Between two attempts of a polled probe. */
  readonly readyIntervalMs: number;
  /** First signal of a stop; default SIGTERM. */
  readonly stopSignal: NodeJS.Signals;
  /** From the first signal to SIGKILL; default 5,000. */
  readonly stopGraceMs: number;
  /** Told, while it is waited for, that its container has been started. */
  readonly onStarted?: ((container: ContainerIdentity) => void) | undefined;
  /** It runs in a container of this kind; the words of {@link command}, if any, are what the image is given to run. */
  readonly container?: ContainerSpec | undefined;
}

export interface ContainerSpec {
  readonly image: string;
  readonly pull: PullPolicy;
  /** Ports of the container, each reached at a loopback port of this machine. */
  readonly ports: readonly { readonly inside: number; readonly outside: number }[];
  readonly volumes: readonly VolumeMount[];
  /** Undefined for none of its own. */
  readonly memoryBytes?: number | undefined;
  /** Thousandths of a core; undefined for none. */
  readonly cpuMillicores?: number | undefined;
  /** Processes and threads at once. Default 1,024. */
  readonly pids?: number | undefined;
  /** Of those that containers lose by default, such as `CHOWN`. */
  readonly capabilities: readonly string[];
  /** A later scenario that starts the same gets it as it is then. Default: nobody else ever does. */
  readonly reuse?: boolean | undefined;
}

/** When an image is fetched: on every run, when the engine has none of that name, or not at all. */
export type PullPolicy = 'always' | 'if-not-present' | 'never';

export interface VolumeMount {
  /** Absolute path on this machine. */
  readonly source: string;
  /** Absolute path in the container. */
  readonly target: string;
  readonly readOnly: boolean;
}

/** How starting a service ended. `notReady` and `exitedEarly` carry what is needed to understand them. */
export type StartOutcome =
  | { readonly kind: 'ready'; readonly service: RunningService; readonly durationMs: number }
  | { readonly kind: 'notStarted'; readonly reason: NotStarted; readonly message: string }
  | { readonly kind: 'exitedEarly'; readonly end: CommandEnd; readonly output: ServiceOutput }
  | {
      readonly kind: 'notReady';
      readonly waitingFor: string;
      readonly afterMs: number;
      readonly output: ServiceOutput;
    }
  | { readonly kind: 'cancelled' };

export interface ServiceOutput {
  readonly stdout: CapturedOutput;
  readonly stderr: CapturedOutput;
}

export interface RunningService {
  readonly id: string;
  readonly pid: number | undefined;
  /** The container it runs in; undefined for a process. */
  readonly container?: ContainerIdentity | undefined;
  output(): ServiceOutput;
  /** Set once the service has ended by itself or was stopped. */
  ended(): CommandEnd | undefined;
  /** Signal, grace, SIGKILL to the whole tree; resolves when nothing of it is left. Safe to call twice. */
  stop(): Promise<StopOutcome>;
}

export interface ContainerIdentity {
  /** As the engine names it. */
  readonly id: string;
  readonly image: string;
  /** Of the content, such as `redis@sha256:...`, or the image's own id when it never was in a registry. */
  readonly digest: string;
  /** An earlier scenario had it; left out otherwise. */
  readonly reused?: true | undefined;
  /** It is not stopped with the scenario, for a later one may get it; left out otherwise. */
  readonly shared?: true | undefined;
}

export interface StopOutcome {
  readonly end: CommandEnd;
  /** The grace ran out and SIGKILL was needed. */
  readonly killed: boolean;
  readonly output: ServiceOutput;
}

/** One scenario's private place to run things in. Closing it leaves nothing behind. */
export interface Sandbox {
  /** Absolute private directory, `${scenario.dir}`. */
  readonly dir: string;
  /** This machine as its containers see it, a name or an address; undefined without {@link SandboxOptions.containers}. */
  readonly containerHost?: string | undefined;
  /** That is only what engines usually call it: whether containers reach this machine by it is not known. Default: false. */
  readonly guessesHost?: boolean | undefined;
  /**
   * Free loopback ports, held until the sandbox closes. No other sandbox of this machine's runners gets one meanwhile,
   * and this runner gives none out again before it has gone through all others. Rejects when the machine has none left.
   */
  allocatePorts(count: number): Promise<readonly number[]>;
  /** Lets containers reach these loopback ports at {@link containerHost}; left out where there are none. */
  offer?(ports: readonly number[]): void;
  exec(command: CommandSpec, signal: AbortSignal): Promise<CommandOutcome>;
  /** Makes what a service will run in, as far as there is room that nobody else wants; {@link start} does without, too. */
  prepare?(spec: ServiceSpec): void;
  start(spec: ServiceSpec, signal: AbortSignal): Promise<StartOutcome>;
  /**
   * Cancels what still runs, stops every service in reverse order of starting, kills what is left, removes the
   * directory (one that is as empty as it was made may be given to a later sandbox). Safe to call twice: the second
   * call gets the outcome of the first. Whatever is begun after the first is cancelled at once.
   */
  close(options?: CloseOptions): Promise<CloseOutcome>;
}

export interface CloseOptions {
  /** Whether the work directory stays; default as {@link SandboxOptions.keep} says. For decisions taken after a verdict. */
  readonly keep?: boolean | undefined;
}

/** What had to be tidied up. All fields are empty or undefined after a scenario that behaves. */
export interface CloseOutcome {
  /** Processes that had escaped from the command that started them (daemons) and were killed now. */
  readonly leaked: readonly LeakedProcess[];
  /** Those among them that not even SIGKILL ended in time. */
  readonly survivors: readonly LeakedProcess[];
  /** Where something inside an isolated network wanted to go that is outside; empty without such a network. */
  readonly egress: readonly EgressAttempt[];
  /** Why {@link SandboxOptions.maxProcesses} was not in force; undefined where it was, or was not asked for. */
  readonly unbounded?: string | undefined;
  /** The directory that was kept, if that was asked for. */
  readonly kept: string | undefined;
  /** Why the directory could not be removed, if so. */
  readonly notRemoved: string | undefined;
}

export interface LeakedProcess {
  readonly pid: number;
  readonly name: string;
}

/** Connections and packets that an isolated network refused, summed up by where they were to go. */
export interface EgressAttempt {
  /** `tcp`, `udp`, `icmp`, or `protocol N`. */
  readonly protocol: string;
  readonly address: string;
  readonly port: number | undefined;
  /** What a DNS query asked for. */
  readonly name: string | undefined;
  /** At least so often; retries of the system count too. */
  readonly count: number;
}
