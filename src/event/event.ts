import type { Diagnostic, Place } from '../diagnostic/index.ts';
import type { MemberChange, SpanDifference, TraceFinding } from '../diff/index.ts';
import type { Finding, Verdict } from '../expect/index.ts';
import type { ResourceName, Resources, ScenarioId } from '../plan/index.ts';

/** Names a scenario of the plan, and the place where it is declared, before there is anything to record about it. */
export interface ScenarioRef {
  readonly id: ScenarioId;
  readonly name: string;
  readonly file: string;
  readonly place: Place;
}

/** A finding with its place in the file, ready to be shown. */
export interface PlacedFinding extends Finding {
  readonly place: Place;
}

/** How a command ended, as plain data. */
export type EndRecord =
  | { readonly kind: 'exited'; readonly code: number }
  | { readonly kind: 'signalled'; readonly signal: string; readonly limit?: string | undefined }
  | { readonly kind: 'timedOut'; readonly afterMs: number }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'notStarted'; readonly message: string };

export interface OutputRecord {
  readonly text: string;
  readonly bytes: number;
  readonly omittedBytes: number;
}

/** Why the trace counted as complete, or that it did not. */
export interface SettleRecord {
  readonly reason: 'evidence' | 'quiet' | 'deadline' | 'limit' | 'cancelled' | 'notNeeded';
  /** From the last step's end to the decision. */
  readonly waitedMs: number;
  /** The facts in words, one each. */
  readonly evidence: readonly string[];
}

export interface TelemetryRecord {
  readonly spans: number;
  readonly duplicates: number;
  readonly rejected: number;
  readonly dropped: number;
  readonly late: number;
  readonly malformed: number;
  readonly limit: string | undefined;
  /** Services and steps that were told where to export and never sent a span. Services only are reported. */
  readonly silent: readonly string[];
}

/** Which signal interrupted a run. */
export type Interruption = 'SIGINT' | 'SIGTERM' | 'SIGHUP';

/** Why a run ended before everything that was planned had been started. */
export interface StopRecord {
  readonly reason: 'failures' | 'runTimeout';
  /** Such as `2 scenarios did not pass`. */
  readonly message: string;
}

/** What held a scenario back although a slot was free. */
export type Hindrance = ResourceName | 'concurrency' | 'locks';

/** Scenarios that had to wait for the same thing. */
export interface WaitRecord {
  readonly what: Hindrance;
  readonly scenarios: number;
  readonly longestMs: number;
}

/** The bounds of a run were lowered, or raised again, while it ran. */
export interface BoundsRecord {
  readonly bounds: Resources;
  /** In words, such as `memory pressure is 24 %`. */
  readonly reason: string;
  /** Since the run began. */
  readonly afterMs: number;
}

/** Which part of a suite a run is. */
export interface ShardRecord {
  /** From 1. */
  readonly index: number;
  readonly count: number;
  /** The ids of everything that all shards together report on, in plan order. */
  readonly suite: readonly ScenarioId[];
}

/** One span that differs between two attempts at a scenario. */
export type SpanChange = Pick<SpanDifference, 'kind' | 'path' | 'newPath'> & {
  readonly members: readonly MemberChange[];
};

/** How the traces of two attempts at the same scenario differ. */
export interface TraceChange {
  /** The attempts that are compared, from 1. */
  readonly before: number;
  readonly after: number;
  /** The first ones, in the order of the trace of `before`; spans that only `after` has come last. */
  readonly differences: readonly SpanChange[];
  /** Differences beyond those. */
  readonly omitted: number;
  readonly findings: readonly TraceFinding[];
}

/** Why a scenario is flaky: what the last attempt that did not pass came to, and how it differs from the one that did. */
export interface FlakeRecord {
  readonly verdict: Verdict;
  /** What spoke against that attempt, in one sentence. */
  readonly cause: string;
  /** Undefined when one of the attempts left no trace. */
  readonly trace: TraceChange | undefined;
}

/** What repeating a scenario showed. */
export interface RepeatRecord {
  /** How often it was to be run, and how often it was. */
  readonly wanted: number;
  readonly done: number;
  /** The repetition whose trace was the first to differ from that of the first one; undefined when all are the same. */
  readonly unstable: TraceChange | undefined;
}

/** What was around the last attempt at a scenario, as far as a certificate speaks of it. */
export interface SurroundingsRecord {
  /** `own`: a network with nothing outside; `machine`: that of the machine. */
  readonly network: 'own' | 'machine';
  /** Where something wanted to go that left a network of its own, such as `tcp to 192.0.2.7:443`; the first ones. */
  readonly egress: readonly string[];
  /** Names of the environment variables that its commands were given, sorted. Values are never kept. */
  readonly environment: readonly string[];
}

/** A certificate that was written for the run. */
export interface CertificateRecord {
  /** Of the text that was written. */
  readonly sha256: string;
  /** Nothing spoke against it. */
  readonly holds: boolean;
}

/** What is kept of one scenario: its last attempt, and that there were others. */
export interface ScenarioRecord extends ScenarioRef {
  /** Says nothing when `skipped` is set: a skipped scenario was not judged, and is never a kind of pass. */
  readonly verdict: Verdict;
  /** Why it was not run; undefined when it was. */
  readonly skipped: string | undefined;
  /** Passed, but only after an attempt that did not. */
  readonly flaky: boolean;
  /** 0 when it was never started. */
  readonly attempts: number;
  readonly durationMs: number;
  readonly findings: readonly PlacedFinding[];
  /** What broke or could not be judged; each names a remedy. */
  readonly diagnostics: readonly Diagnostic[];
  readonly settle: SettleRecord | undefined;
  readonly telemetry: TelemetryRecord | undefined;
  /** Normalised digest of the trace; undefined when nothing arrived. */
  readonly traceDigest: string | undefined;
  readonly steps: readonly StepRecord[];
  readonly services: readonly ServiceRecord[];
  /** Set when it was skipped because nothing has changed since it passed in this run. */
  readonly unchangedSince?: string | undefined;
  /** It ran for longer than `--slow-after` allows without a mark. */
  readonly slow?: true | undefined;
  /** Set when it is flaky. */
  readonly flake?: FlakeRecord | undefined;
  /** Set when it was to be run more than once. */
  readonly repeat?: RepeatRecord | undefined;
  /** Set when it was run. */
  readonly surroundings?: SurroundingsRecord | undefined;
}

export interface StepRecord {
  readonly name: string;
  readonly argv: readonly string[];
  readonly end: EndRecord;
  readonly durationMs: number;
  readonly stdout: OutputRecord;
  readonly stderr: OutputRecord;
  readonly leaked: boolean;
}

export interface ServiceRecord {
  readonly id: string;
  /** What its container was made of; left out for a process. The digest names the content. */
  readonly image?: { readonly name: string; readonly digest: string } | undefined;
  /** An earlier scenario of the run had its container; left out otherwise. */
  readonly reused?: true | undefined;
  /** Undefined when it never became ready. */
  readonly readyAfterMs: number | undefined;
  readonly end: EndRecord | undefined;
  /** SIGKILL was needed. */
  readonly killed: boolean;
  readonly spans: number;
  readonly stdout: OutputRecord;
  readonly stderr: OutputRecord;
}

/**
 * One fact about a run. Plain data: the screen, the reports, the recording and the exit code are all made from these.
 * `atMs` is monotonic: only the difference of two of them means anything.
 */
export type RunEvent =
  | {
      readonly type: 'runStarted';
      readonly runId: string;
      readonly tool: string;
      readonly startedAt: string;
      /** Everything that is to be reported on, in plan order: an interrupted run still accounts for all of it. */
      readonly scenarios: readonly ScenarioRef[];
      readonly jobs: number;
      /** How well processes are contained: which mechanism is in force. */
      readonly isolation: string;
      /** What scenarios that run at the same time may take together. */
      readonly bounds?: Resources | undefined;
      readonly shard?: ShardRecord | undefined;
      /** A flaky scenario makes the run fail. */
      readonly failOnFlaky?: true | undefined;
    }
  | {
      /** A scenario has what it needs, and begins. */
      readonly type: 'admitted';
      readonly id: ScenarioId;
      readonly needs: Resources;
      /** Of all that run now, this one included. */
      readonly inUse: Resources;
      readonly bounds: Resources;
      /** What it waited for although a slot was free, the last thing first missing; undefined when it was only in line. */
      readonly waited?: { readonly what: Hindrance; readonly ms: number } | undefined;
      readonly atMs: number;
    }
  | {
      /** A scenario and all its attempts are over; nothing of it is left. */
      readonly type: 'released';
      readonly id: ScenarioId;
      readonly inUse: Resources;
      readonly atMs: number;
    }
  | {
      readonly type: 'boundsChanged';
      readonly bounds: Resources;
      readonly reason: string;
      readonly atMs: number;
    }
  | {
      readonly type: 'scenarioStarted';
      readonly id: ScenarioId;
      readonly attempt: number;
      readonly atMs: number;
    }
  | {
      /** It has been running for this long; said once for each multiple of the time after which it counts as slow. */
      readonly type: 'scenarioSlow';
      readonly id: ScenarioId;
      readonly runningMs: number;
      readonly atMs: number;
    }
  | {
      readonly type: 'serviceReady';
      readonly id: ScenarioId;
      readonly service: string;
      readonly durationMs: number;
      readonly atMs: number;
    }
  | { readonly type: 'stepStarted'; readonly id: ScenarioId; readonly step: string; readonly atMs: number }
  | {
      readonly type: 'stepFinished';
      readonly id: ScenarioId;
      readonly step: StepRecord;
      readonly atMs: number;
    }
  | {
      readonly type: 'settled';
      readonly id: ScenarioId;
      readonly settle: SettleRecord;
      readonly atMs: number;
    }
  | {
      readonly type: 'scenarioFinished';
      readonly record: ScenarioRecord;
      readonly willRetry: boolean;
      /** Until the next attempt begins. */
      readonly retryInMs?: number | undefined;
      readonly atMs: number;
    }
  | {
      /** It passed and is run again, for `--repeat`. */
      readonly type: 'repetitionFinished';
      readonly id: ScenarioId;
      /** From 1. */
      readonly repetition: number;
      readonly of: number;
      readonly durationMs: number;
      readonly atMs: number;
    }
  | {
      /** Nothing more is started, and what runs is cancelled. */
      readonly type: 'stopping';
      readonly stop: StopRecord;
      readonly atMs: number;
    }
  | { readonly type: 'interrupted'; readonly signal: Interruption; readonly atMs: number }
  | { readonly type: 'runFinished'; readonly durationMs: number };

/** The finished (or interrupted) run, folded from its events. Versioned: it is written under `.spanwright/runs/`. */
export interface RunRecord {
  readonly format: 1;
  readonly runId: string;
  readonly tool: string;
  readonly startedAt: string;
  readonly durationMs: number;
  readonly jobs: number;
  readonly isolation: string;
  readonly interrupted: Interruption | undefined;
  /** Why it ended early by itself; undefined when it did not. */
  readonly stopped?: StopRecord | undefined;
  /** Those that the run began with. */
  readonly bounds?: Resources | undefined;
  readonly boundsChanges?: readonly BoundsRecord[] | undefined;
  readonly waits?: readonly WaitRecord[] | undefined;
  readonly shard?: ShardRecord | undefined;
  readonly failOnFlaky?: true | undefined;
  /** Set when one was asked for. */
  readonly certificate?: CertificateRecord | undefined;
  /** In plan order, whatever order they finished in. */
  readonly scenarios: readonly ScenarioRecord[];
}
