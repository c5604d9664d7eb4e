import type { Diagnostic, Place } from '../diagnostic/index.ts';
import type { Finding, Verdict } from '../expect/index.ts';
import type { ScenarioId } from '../plan/index.ts';

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
  | { readonly kind: 'signalled'; readonly signal: string }
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
    }
  | {
      readonly type: 'scenarioStarted';
      readonly id: ScenarioId;
      readonly attempt: number;
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
  /** In plan order, whatever order they finished in. */
  readonly scenarios: readonly ScenarioRecord[];
}
