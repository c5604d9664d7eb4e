import type { Digest } from '../digest/index.ts';
import type { Expectations, KeyPath, Step } from '../scenario/index.ts';
import type { Needs } from './resources.ts';

/**
 * Identifies one scenario of one plan, readable and unique: `path/to/file.span.toml::scenario name`, and for one of a
 * `[matrix]` with its combination behind it: `orders.span.toml.njk::order[os=linux, db=pg]`.
 */
export type ScenarioId = string & { readonly __brand: 'ScenarioId' };

/** A fully resolved, serialisable list of what will be run. */
export interface Plan {
  readonly format: 1;
  readonly scenarios: readonly PlannedScenario[];
  /** Expectations about several scenarios together, judged when all of them have finished. */
  readonly judgements: readonly FileJudgement[];
  /** Of everything above: equal plans have equal digests. */
  readonly digest: Digest;
}

/** Strings in commands, environment and paths may still hold run-time placeholders such as `${service.api.port.http}`. */
export interface PlannedScenario {
  readonly id: ScenarioId;
  /** With the combination behind it, if the file has a `[matrix]`. */
  readonly name: string;
  readonly file: string;
  /** Of the `[matrix]` of the file, such as `[os=linux, db=pg]`; left out without one. */
  readonly combination?: string | undefined;
  /** Absolute folder of the file. */
  readonly dir: string;
  /** Of the scenario in its file. */
  readonly path: KeyPath;
  readonly tags: readonly string[];
  readonly dependsOn: readonly ScenarioId[];
  readonly skip: string | undefined;
  /** The run in which it last passed, when nothing it is made of has changed since and it is not to be run for that. */
  readonly unchangedSince?: string | undefined;
  readonly timeoutMs: number;
  readonly retries: number;
  /** Higher first. */
  readonly priority: number;
  readonly needs: Needs;
  /** So many processes at once it may have on this machine; left out where nobody states it. */
  readonly maxProcesses?: number | undefined;
  /** `network`: it runs in a network of its own, and is not run where there can be none. */
  readonly isolate?: 'network' | undefined;
  /** Paths and globs, relative to {@link dir}, of what it tests; empty when it names none. */
  readonly inputs: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly services: readonly PlannedService[];
  readonly steps: readonly PlannedStep[];
  /** Each with the key path of its table: the scenario's own, and the file's when it has but one scenario. */
  readonly expectations: readonly PlannedExpectations[];
  /** Its spans are also judged together with those of the file's other scenarios. */
  readonly judgedTogether: boolean;
  readonly telemetry: {
    readonly protocol: Protocol;
    readonly sampleRatio: number | undefined;
    readonly resource: Readonly<Record<string, string>>;
    readonly propagators: readonly string[];
    /** Span lines on standard output are read too. */
    readonly stdout: boolean;
    readonly quietMs: number;
    readonly settleTimeoutMs: number;
  };
}

export type Protocol = 'http/protobuf' | 'http/json' | 'grpc';

export interface PlannedExpectations {
  readonly base: KeyPath;
  readonly expectations: Expectations;
}

/** Words, or a line for `sh -c`. */
export interface PlannedCommand {
  readonly argv: readonly string[];
}

export interface PlannedService {
  readonly id: string;
  readonly path: KeyPath;
  /** What has to run it. The process backend runs `process`; everything else is a container plugin. */
  readonly plugin: string;
  /** For a container, what its image is given to run; undefined for what the image says. */
  readonly command: PlannedCommand | undefined;
  /** Left out for a local process. */
  readonly container?: PlannedContainer | undefined;
  readonly env: Readonly<Record<string, string>>;
  readonly workdir: string | undefined;
  readonly ports: readonly { readonly name: string; readonly port: number | 'auto' }[];
  readonly dependsOn: readonly string[];
  readonly readiness: PlannedReadiness;
  readonly stopSignal: 'SIGTERM' | 'SIGINT' | 'SIGHUP' | 'SIGQUIT' | 'SIGKILL';
  readonly stopGraceMs: number;
  /**
   * `required`: its silence leaves the verdict undecided. `optional` (clnrm's files say nothing on it): its silence is
   * reported. `off`: no exporter settings are injected and nothing is expected.
   */
  readonly telemetry: 'required' | 'optional' | 'off';
  readonly protocol: Protocol;
}

export interface PlannedContainer {
  readonly image: string;
  /** Left out where the run decides. */
  readonly pull?: 'always' | 'if-not-present' | 'never' | undefined;
  readonly volumes: readonly {
    readonly hostPath: string;
    readonly containerPath: string;
    readonly readOnly: boolean;
  }[];
  readonly capabilities: readonly string[];
  /** Later scenarios that start the same get it as it is then; left out otherwise. */
  readonly reuse?: true | undefined;
  /** Of each container; members are left out that nobody states. */
  readonly limits: {
    readonly memoryMb?: number | undefined;
    readonly cpuMillicores?: number | undefined;
    readonly pids?: number | undefined;
  };
}

export interface PlannedReadiness {
  readonly tcp: string | number | undefined;
  readonly http: string | undefined;
  readonly status: number | undefined;
  readonly log: string | undefined;
  readonly command: PlannedCommand | undefined;
  readonly span: string | undefined;
  readonly timeoutMs: number;
  readonly intervalMs: number;
}

export interface PlannedStep {
  readonly name: string;
  readonly path: KeyPath;
  readonly command: PlannedCommand;
  readonly service: string | undefined;
  readonly env: Readonly<Record<string, string>>;
  readonly workdir: string | undefined;
  readonly stdin: string | undefined;
  readonly timeoutMs: number;
  readonly retries: number;
  readonly continueOnFailure: boolean;
  readonly expect: NonNullable<Step['expect']>;
  readonly capture: NonNullable<Step['capture']>;
}

/** What the scenarios of one file must prove taken together. */
export interface FileJudgement {
  readonly id: ScenarioId;
  readonly file: string;
  /** As {@link PlannedScenario.combination}: only scenarios of the same combination are judged together. */
  readonly combination?: string | undefined;
  readonly name: string;
  readonly scenarios: readonly ScenarioId[];
  /** Set when not all scenarios of the file were selected, so that nothing can be said about them together. */
  readonly skip: string | undefined;
  /** As {@link PlannedScenario.unchangedSince}: then none of the scenarios is run. */
  readonly unchangedSince?: string | undefined;
  readonly expectations: PlannedExpectations;
}
