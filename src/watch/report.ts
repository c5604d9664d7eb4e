import type { Diagnostic } from '../diagnostic/index.ts';
import type { Change } from '../diff/index.ts';
import type { ScenarioName } from './cache/entry.ts';
import type { Stage, Timings } from './meter.ts';
import type { Reason } from './reason.ts';

/** `warning` files are accepted as well; `unreadable` ones could not be looked into. */
export type WatchVerdict = 'valid' | 'warning' | 'invalid' | 'unreadable';

/** What is known of one file after it was checked. */
export interface FileReport {
  /** Absolute. */
  readonly path: string;
  readonly shown: string;
  readonly reason: Reason;
  readonly verdict: WatchVerdict;
  readonly diagnostics: readonly Diagnostic[];
  /** Expectations that changed since the file was last without errors; empty while it has some. */
  readonly changes: readonly Change[];
  readonly scenarios: readonly ScenarioName[];
  /** Whether it was there when the watch began, and this is the first look at it. */
  readonly atStart: boolean;
  /** Whether the result came from the cache. */
  readonly cached: boolean;
  /** When each stage began and ended, monotonic milliseconds; only when the loop is asked to keep it. */
  readonly timeline?: readonly StageTime[] | undefined;
  /** SHA-256 of the content; undefined for what could not be read. */
  readonly digest: string | undefined;
}

export interface StageTime {
  readonly stage: Stage;
  readonly startMs: number;
  readonly endMs: number;
}

/** A path that set a cycle off, and why; the first few of them. */
export interface Cause {
  readonly shown: string;
  readonly reason: Reason;
}

export interface Totals {
  readonly files: number;
  readonly valid: number;
  readonly warning: number;
  readonly invalid: number;
  readonly unreadable: number;
}

export interface CacheFigures {
  /** Looks at a file that needed no rendering: nothing had changed, or the result was in the cache. */
  readonly hits: number;
  readonly misses: number;
  readonly evictions: number;
  readonly entries: number;
  readonly bytes: number;
}

/** One fact about the watch, as plain data: screen, lines and NDJSON are all made from these. */
export type WatchEvent =
  | {
      /** From now on nothing is missed. */
      readonly type: 'watching';
      readonly files: number;
      /** By looking again and again, because the system has no room for watches. */
      readonly polling: boolean;
      /** Since the start. */
      readonly ms: number;
    }
  /** Something about the watch itself, or about the project file. */
  | { readonly type: 'notice'; readonly diagnostics: readonly Diagnostic[] }
  /** Results in the midst of a cycle with many files. */
  | {
      readonly type: 'progress';
      readonly reports: readonly FileReport[];
      readonly done: number;
      readonly left: number;
    }
  | CycleEvent;

export interface CycleEvent {
  readonly type: 'cycle';
  /** From 1. */
  readonly cycle: number;
  readonly causes: readonly Cause[];
  /** How many there were beyond those in `causes`. */
  readonly moreCauses: number;
  /** Of the files that were checked; those in `progress` events since the last cycle included. */
  readonly reports: readonly FileReport[];
  readonly deleted: readonly string[];
  /** Files that were looked at and had not changed. */
  readonly unchanged: number;
  readonly timings: Timings;
  /** From the first hint to this event. */
  readonly ms: number;
  readonly totals: Totals;
  readonly cache: CacheFigures;
}
