import type { Diagnostic, Place } from '../../diagnostic/index.ts';
import type { WatchEvent } from '../../watch/index.ts';

/** What became of one scenario, by running it or by judging it again. */
export interface ScenarioNews {
  readonly id: string;
  readonly name: string;
  readonly file: string;
  readonly place: Place;
  readonly outcome: 'passed' | 'failed' | 'undecided' | 'error' | 'skipped';
  readonly durationMs: number;
  /** What was not as expected, or broke. */
  readonly problems: readonly { readonly message: string; readonly place: Place | undefined }[];
}

export type RunNews =
  | { readonly type: 'runStarted'; readonly files: readonly string[] }
  | { readonly type: 'scenario'; readonly scenario: ScenarioNews }
  /** `stopped` by a newer change or by somebody; else all of it was run, or could not be. */
  | {
      readonly type: 'runEnded';
      readonly stopped: boolean;
      readonly exitCode: number | undefined;
      readonly ms: number;
      /** What the run said about itself: why nothing was run. Empty when something was. */
      readonly said: string;
    };

/** Verdicts from a recorded run. */
export interface JudgedNews {
  readonly type: 'judged';
  readonly file: string;
  readonly runId: string;
  readonly scenarios: readonly ScenarioNews[];
  /** What changed since that run: its verdicts say less than they seem to. */
  readonly warnings: readonly string[];
  readonly ms: number;
}

/** Everything that a watch has to tell, to people and programs alike. */
export type News =
  | WatchEvent
  | RunNews
  | JudgedNews
  | { readonly type: 'notJudged'; readonly problem: Diagnostic };

/** What a key can ask for. */
export interface Controls {
  again(): void;
  run(): void;
  quit(): void;
}

/** A way of showing a watch. */
export interface View {
  show(news: News): void;
  /** Leaves the terminal as it was found. */
  close(): void;
}
